"""Rules about getting the same result twice."""
