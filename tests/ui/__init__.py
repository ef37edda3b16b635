"""Tests of the window; they need Qt, and no screen."""
