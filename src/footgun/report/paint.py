"""Colours for the terminal, or none. What a colour says is always said in words as well."""

from __future__ import annotations

from footgun.findings import Severity

_STYLES = {
    "bold": "1",
    "dim": "2",
    "gutter": "1;34",
    "label": "34",
    "good": "1;32",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
}


class Paint:
    """Wraps text in ANSI styles when `on`.

    >>> Paint(False)("error", "bad")
    'bad'
    """

    __slots__ = ("on",)

    def __init__(self, on: bool) -> None:
        self.on = on

    def __call__(self, style: str | Severity, text: str) -> str:
        """The text in a style."""
        if not self.on or not text:
            return text
        name = style.value if isinstance(style, Severity) else style
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m"
