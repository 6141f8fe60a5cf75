"""Rules about optimisers and schedules."""
