"""Rules about numbers that overflow, underflow or are not defined."""
