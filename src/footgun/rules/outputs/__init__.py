"""Rules about the outputs of a network and its loss."""
