"""Colours, words and movement."""
