"""Titles as pixels: fonts, lines, a readable colour, and a place that keeps off faces. Without Qt."""
