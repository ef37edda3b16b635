"""Bestframe recommends the cover of a video or of a set of pictures, and lets a person accept or override it."""

__version__ = "0.1.0"
