"""Does it work: studies of a network, what its schools achieved, and data for researchers."""
