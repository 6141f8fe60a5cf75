"""One reader per format; each makes a `Document` from decoded text."""
