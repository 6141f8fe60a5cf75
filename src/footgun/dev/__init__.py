"""Commands for those who work on footgun itself: `python -m footgun.dev`."""
