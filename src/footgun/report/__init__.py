"""Ways to show a report. They add no knowledge: what they show is in the findings."""
