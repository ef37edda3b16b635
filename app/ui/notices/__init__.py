"""What the window has to tell."""
