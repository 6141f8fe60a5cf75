"""re: patterns over text that is known, as configurations written in strings are taken apart.

Only short texts and patterns that cannot run long are tried: a few repetitions, none of them repeated itself.
"""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.values import List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

LONGEST = 200  # letters of a text, and of a pattern
MOST_REPEATS = 3


def tame(pattern: Any, text: Any) -> bool:
    """Whether both are known and matching them is quick."""
    if not isinstance(pattern, str) or not isinstance(text, str) or max(len(pattern), len(text)) > LONGEST:
        return False
    nested = any(f"){sign}" in pattern for sign in "*+{")
    return not nested and sum(pattern.count(sign) for sign in "*+{") <= MOST_REPEATS and "(?" not in pattern


@bind("re.split", "re.findall")
def split(at: At, pattern: Any, string: Any, maxsplit: Any = 0, flags: Any = 0) -> Any:
    import re

    if not tame(pattern, string) or flags != 0 or not isinstance(maxsplit, int):
        return Unknown(f"what `re.{at.label}` gives")
    try:
        found = (
            re.findall(pattern, string)
            if at.label == "findall"
            else re.split(pattern, string, maxsplit=maxsplit)
        )
    except re.error:
        return Unknown("a pattern that is none")
    return List(found)


@bind("re.sub")
def sub(at: At, pattern: Any, repl: Any, string: Any, count: Any = 0, flags: Any = 0) -> Any:
    import re

    plain = isinstance(repl, str) and len(repl) < LONGEST and isinstance(count, int) and flags == 0
    if not plain or not tame(pattern, string):
        return Unknown("text")
    try:
        return re.sub(pattern, repl, string, count=count)
    except (re.error, IndexError):
        return Unknown("a pattern that is none")


@bind("re.match", "re.search", "re.fullmatch")
def match(at: At, pattern: Any, string: Any, flags: Any = 0) -> Any:
    import re

    if not tame(pattern, string) or flags != 0:
        return Unknown("whether a pattern is found")
    try:
        found = getattr(re, at.label)(pattern, string)
    except re.error:
        return Unknown("a pattern that is none")
    return (
        None if found is None else Thing("re.Match", "re.Match", at.span, parts=(found[0], *found.groups()))
    )


@bind("re.Match.group", "re.Match.__getitem__")
def group(at: At, self: Thing, *groups: Any) -> Any:
    parts = self.facts["parts"]
    if not all(isinstance(g, int) and 0 <= g < len(parts) for g in groups):
        return Unknown("a part of a match")
    found = tuple(parts[g] for g in groups or (0,))
    return found[0] if len(found) == 1 else found


@bind("re.Match.groups")
def groups(at: At, self: Thing, default: Any = None) -> Any:
    return tuple(default if part is None else part for part in self.facts["parts"][1:])
