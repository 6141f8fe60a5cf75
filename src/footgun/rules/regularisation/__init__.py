"""Rules about dropout and normalisation."""
