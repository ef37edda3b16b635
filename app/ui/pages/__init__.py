"""What lies over the canvas: comparison, feed, export."""
