"""Files changed at random are opened and read: `python -m tests.fuzz`, or `make fuzz`."""
