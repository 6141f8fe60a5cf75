"""Rules about how weights start."""
