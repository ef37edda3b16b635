"""What the window shows, as data: no Qt in here."""
