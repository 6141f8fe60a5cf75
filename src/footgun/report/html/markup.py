"""Elements of the page. Text becomes markup in one place alone, and is escaped there: sources are hostile."""

from __future__ import annotations

from collections.abc import Iterable

from footgun.report.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EMPTY = frozenset(("input", "link", "meta"))  # elements without an end


class Markup(str):
    """Text that is markup already; only `tag`, `join` and the page's own files make it."""

    __slots__ = ()


def escape(text: str) -> Markup:
    """Text as markup: one line, nothing in it that the browser reads as anything else.

    >>> escape('</script>"')
    '&lt;/script&gt;&quot;'
    """
    if isinstance(text, Markup):
        return text
    if text.isalnum():
        return Markup(visible(text))
    shown = visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(shown.replace('"', "&quot;").replace("'", "&#39;"))


def join(parts: Iterable[str | None], between: str = "") -> Markup:
    """Parts one after the other, None left out."""
    return Markup(escape(between).join(escape(part) for part in parts if part is not None))


def tag(name: str, /, *children: str | None, **attributes: Any) -> Markup:
    """An element; an attribute that is None or False is left out; `class_` is `class`, `data_x` is `data-x`.

    >>> tag("a", "x < y", href="#l1", class_="no")
    '<a href="#l1" class="no">x &lt; y</a>'
    """
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in EMPTY:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{join(children)}</{name}>")


def prose(text: str) -> Markup:
    """A message with its code in backticks as `code`; its lines stay apart.

    >>> prose("use `2 < 3`")
    'use <code>2 &lt; 3</code>'
    """
    lines = []
    for line in text.splitlines() or [""]:
        pieces = line.split("`")
        if len(pieces) % 2 == 0:  # a backtick without its partner
            pieces[-2:] = ["`".join(pieces[-2:])]
        lines.append(join(tag("code", piece) if i % 2 else piece for i, piece in enumerate(pieces)))
    return join(lines, Markup("<br>"))


def _attribute(key: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
