"""What comes up beside the work."""
