"""What is in a source and when, and going through it."""
