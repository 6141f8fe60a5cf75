"""Strings that name an object, and those that name none, or one of the wrong kind."""

from __future__ import annotations

from footgun.network import UnknownString
from footgun.source.keras._strings import kind_of_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.findings import Span
    from footgun.source.interpret.machine import Machine


def unknown_string(m: Machine, role: str, text: str, span: Span) -> None:
    """Record a string that names no such thing, unless the file gives names to objects of its own."""
    found = UnknownString(role, text, span, kind_of_name(text, role))
    if "custom_objects" not in m.notes and found not in m.program.unknown_strings:
        m.program.unknown_strings.append(found)
