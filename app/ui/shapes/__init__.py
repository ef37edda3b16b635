"""The shapes that a cover is wanted in."""
