"""What is in a picture: how good it is, how sharp and how lit, and what it resembles."""
