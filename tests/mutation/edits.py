"""Putting one fault into the text of a program, at every place where it goes.

A `Fault` is a row of a table: the code, what was done wrong, and an edit for each framework. An edit maps a text to all
texts that differ from it in that one mistake, each with the lines one of which footgun must point at: the edited line,
or a place found from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

PROGRAMS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).parent.glob("programs/*.py"))
}


class Mutant(NamedTuple):
    """A text with a fault, the sound text that it was made from, and the lines where it may be told."""

    text: str
    sound: str
    lines: frozenset[int]


Edit = Callable[[str], Iterator[Mutant]]


class Fault(NamedTuple):
    """One fault of a rule, in one framework or in both."""

    code: str
    what: str
    torch: Edit | None = None
    keras: Edit | None = None

    @property
    def name(self) -> str:
        return f"{self.code} {self.what}"

    def mutants(self) -> Iterator[tuple[str, str, Mutant]]:
        """Framework, program and mutant, in a fixed order."""
        for program, text in PROGRAMS.items():
            framework = program.split("_")[0]
            edit = getattr(self, framework)
            for mutant in edit(text) if edit is not None else ():
                yield framework, program, mutant


def swap(
    old: str,
    new: str | Callable[[re.Match[str]], str | None],
    *,
    at: str | None = None,
    given: tuple[tuple[str, str], ...] = (),
    also: tuple[tuple[str, str], ...] = (),
    where: str = "",
    everywhere: bool = False,
) -> Edit:
    """Replace one match of `old` after the other, or all at once.

    `at` is a pattern for the lines that may be told, with `{name}` for a group of the match; by default the edited line.
    `given` changes the program beforehand, and leaves it sound; `also` belongs to the fault. A program without a match
    of `where`, or of any other pattern here, is left out.
    """

    def edit(text: str) -> Iterator[Mutant]:
        sound = _changed(text, given)
        begun = _changed(sound, also) if sound is not None else None
        if sound is None or begun is None or not re.search(where, text, re.M):
            return
        matches = list(re.finditer(old, begun, re.M))
        if everywhere and matches:
            faulty = re.sub(old, new, begun, flags=re.M)  # type: ignore[arg-type]
            yield Mutant(faulty, sound, _told(faulty, matches[0], matches[0].start(), at))
            return
        for match in matches:
            put = new(match) if callable(new) else match.expand(new)
            if put is not None and put != match.group():
                faulty = begun[: match.start()] + put + begun[match.end() :]
                yield Mutant(faulty, sound, _told(faulty, match, match.start(), at))

    return edit


def either(*edits: Edit) -> Edit:
    """The mutants of several edits."""

    def edit(text: str) -> Iterator[Mutant]:
        for one in edits:
            yield from one(text)

    return edit


def drop(line: str, **how: object) -> Edit:
    """Leave out lines that match, each with its line break."""
    return swap(rf"^[ ]*{line}[^\n]*\n", "", **how)  # type: ignore[arg-type]


def after(line: str, put: str, **how: object) -> Edit:
    """Add a line below one that matches, with its indentation; the new line is told."""

    def new(match: re.Match[str]) -> str:
        space = match.group(1) + ("    " if match.group().rstrip().endswith(":") else "")
        return match.group() + space + match.expand(put).replace("\n", "\n" + space) + "\n"

    return _shifted(swap(rf"^([ ]*){line}[^\n]*\n", new, **how), 1, how)  # type: ignore[arg-type]


def before(line: str, put: str, **how: object) -> Edit:
    """Add a line above one that matches, with its indentation; the new line is told."""

    def new(match: re.Match[str]) -> str:
        space = match.group(1)
        return space + match.expand(put).replace("\n", "\n" + space) + "\n" + match.group()

    return swap(rf"^([ ]*){line}[^\n]*\n", new, **how)  # type: ignore[arg-type]


def layer(old: str, new: str | Callable[[re.Match[str]], str | None], **how: object) -> Edit:
    """Change how a torch layer is made; it is told where it is called, or where it stands in a `Sequential`."""
    calls = swap(
        rf"(?<=self\.)(?P<made>\w+)(?P<is> = )(?P<layer>{old})", _layer(new), at=r"self\.{made}\(", **how
    )  # type: ignore[arg-type]
    listed = swap(rf"(?P<made>^[ ]+|[(,] ?)(?P<is>)(?P<layer>{old})", _layer(new), **how)  # type: ignore[arg-type]
    return either(calls, listed)


def _layer(new: str | Callable[[re.Match[str]], str | None]) -> Callable[[re.Match[str]], str | None]:
    """The replacement with what stands in front of the layer; `new` may use named groups only."""

    def put(match: re.Match[str]) -> str | None:
        made = new(match) if callable(new) else match.expand(new)
        return None if made is None else match["made"] + match["is"] + made

    return put


def _shifted(edit: Edit, by: int, how: dict[str, object]) -> Edit:
    def moved(text: str) -> Iterator[Mutant]:
        for mutant in edit(text):
            yield mutant if how.get("at") else mutant._replace(lines=frozenset(n + by for n in mutant.lines))

    return moved


def _changed(text: str, changes: tuple[tuple[str, str], ...]) -> str | None:
    """The text after replacements, or None where one finds nothing."""
    for old, new in changes:
        text, count = re.subn(old, new, text, flags=re.M)
        if not count:
            return None
    return text


def _told(text: str, match: re.Match[str], start: int, at: str | None) -> frozenset[int]:
    if at is None:
        return frozenset({text.count("\n", 0, start) + 1})
    pattern = re.compile(_filled(at, match, re.escape))
    return frozenset(n for n, line in enumerate(text.split("\n"), 1) if pattern.search(line))


def _filled(template: str, match: re.Match[str], quote: Callable[[str], str]) -> str:
    for name, value in match.groupdict().items():
        template = template.replace("{" + name + "}", quote(value or ""))
    return template


def frameworks(page: str) -> tuple[str, ...]:
    """The frameworks in which the page of a rule shows its fault."""
    example = page.split("\n## Example\n")[1].split("\n## ")[0]
    return tuple(name for name, mark in (("torch", "```py\n"), ("keras", "```keras\n")) if mark in example)
