"""Rules about the architecture of a network."""
