"""Work in other threads, and the pictures that come of it."""
