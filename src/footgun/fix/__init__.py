"""Fixes: edits applied to the user's own text, checked again, shown as a diff or written."""
