"""Comments that silence findings: `# footgun: ignore[CODE] reason`, for a line, a block or the whole file.

A suppression that hides nothing, and one that names no rule, are findings themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from footgun.findings import Edit, Finding, Fix, Span
from footgun.results import Lines
from footgun.rules.base import Rule
from footgun.selection import close_matches, find

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.network import Program

_DIRECTIVE = re.compile(r"#\s*footgun:\s*(?P<verb>ignore-file|ignore)\b(?:\s*(?P<bracket>\[[^\]]*\]))?[^#]*")
NEAR = 50  # lines; a suppression that covers more is asked about every finding
UNUSED, BLANKET = "SUP001", "SUP002"


class Suppression:
    """One comment: which codes it silences (None: all), and over which lines (None: the whole file)."""

    __slots__ = ("bracket", "codes", "hidden", "lines", "names", "span", "unknown", "verb")

    def __init__(self, match: re.Match[str], span: Span, rules: Sequence[Rule]) -> None:
        self.verb = match["verb"]
        self.span = span
        left, right = (match.end("verb") if end == -1 else end for end in match.span("bracket"))
        offset = span.column - match.start()
        # Where `[CODE]` stands, or would.
        self.bracket = span._replace(column=offset + left, end_column=offset + right)
        names = [name.strip() for name in (match["bracket"] or "[]")[1:-1].split(",") if name.strip()]
        self.names = names
        known = {name: find(name, rules) for name in names}
        self.codes = frozenset(code for code in known.values() if code) if names else None
        self.unknown = [name for name, code in known.items() if code is None]
        self.lines: tuple[int, int] | None = (span.line, span.line)
        self.hidden: set[str] = set()  # the codes it has silenced

    def covers(self, finding: Finding) -> bool:
        """Whether the finding lies in its lines and has one of its codes."""
        if self.codes is not None and finding.code not in self.codes:
            return False
        if self.lines is None:
            return True
        place = finding.span
        if place.cell != self.span.cell:
            return False
        return self.lines[0] <= place.line <= self.lines[1] or place.end_line == self.span.line


class _ByLine:
    """Suppressions by the lines they cover, for a file may hold thousands."""

    def __init__(self, items: Iterable[Suppression]) -> None:
        self.far: list[Suppression] = []
        self.near: dict[tuple[int | None, int], list[Suppression]] = {}
        for item in items:
            if item.lines is None or item.lines[1] - item.lines[0] > NEAR:
                self.far.append(item)
            else:
                for line in {*range(item.lines[0], item.lines[1] + 1), item.span.line}:
                    self.near.setdefault((item.span.cell, line), []).append(item)

    def silence(self, finding: Finding) -> bool:
        """Whether some cover the finding; they remember its code."""
        place = finding.span
        hit = [item for item in self.far if item.covers(finding)]
        for line in {place.line, place.end_line}:
            hit += [item for item in self.near.get((place.cell, line), ()) if item.covers(finding)]
        for item in hit:
            item.hidden.add(finding.code)
        return bool(hit)


def suppress(
    findings: Iterable[Finding], program: Program, lines: Lines, rules: Sequence[Rule], ran: frozenset[str]
) -> list[Finding]:
    """The findings that no comment silences, and those about the comments; `ran` are the codes that ran."""
    suppressions = _collect(program, lines, rules)
    if not suppressions:
        return list(findings)
    by_code = {rule.code: rule for rule in rules if rule.code in ran}
    named = _ByLine(item for item in suppressions if item.codes is not None)
    every = _ByLine(suppressions)
    kept = [finding for finding in findings if not every.silence(finding)]
    if blanket := by_code.get(BLANKET):
        found = [_blanket(blanket, item) for item in suppressions if item.codes is None and item.hidden]
        kept += [finding for finding in found if not named.silence(finding)]
    if unused := by_code.get(UNUSED):
        idle = [finding for item in suppressions for finding in _unused(unused, item, rules, ran, lines)]
        kept += [finding for finding in idle if not named.silence(finding)]
    return kept


def _collect(program: Program, lines: Lines, rules: Sequence[Rule]) -> list[Suppression]:
    found = []
    statements: dict[tuple[int | None, int], int] | None = None
    head: tuple[int | None, int] = None, 0
    for comment in program.comments:
        for match in _DIRECTIVE.finditer(comment.text):
            start = comment.column + match.start()
            end = start + len(match.group().rstrip())
            span = Span(program.path, comment.line, start, comment.line, end, comment.cell)
            item = Suppression(match, span, rules)
            if statements is None:
                statements = _statements(program, lines)
                head = _head(lines)
            if item.verb == "ignore-file" or (span.cell == head[0] and span.line <= head[1]):
                item.lines = None
            else:
                item.lines = (span.line, statements.get((span.cell, span.line), span.line))
            found.append(item)
    return found


def _statements(program: Program, lines: Lines) -> dict[tuple[int | None, int], int]:
    """The last line of each statement by its cell and first line; a block reaches to its end."""
    from footgun.source.lines import Scanner

    last: dict[tuple[int | None, int], int] = {}
    for cell, text in lines.items():
        scanner, index = Scanner("\n".join(text)), 0
        while (logical := scanner.logical(index)) is not None:
            last[cell, logical.first + 1] = logical.last + 1
            index = logical.last + 1
    for start, end, cell in program.blocks:
        last[cell, start] = max(last.get((cell, start), 0), end)
    return last


def _head(lines: Lines) -> tuple[int | None, int]:
    """The first cell of the file, and how many lines stand in it before any code."""
    cell = next(iter(lines), None)
    rows = lines.get(cell, [])
    code = (number for number, row in enumerate(rows) if row.strip() and not row.lstrip().startswith("#"))
    return cell, next(code, len(rows))


def _unused(
    rule: Rule, item: Suppression, rules: Sequence[Rule], ran: frozenset[str], lines: Lines
) -> Iterable[Finding]:
    if item.codes is None:
        if not item.hidden:
            yield rule.report(item.span, f"`{item.verb}` suppresses nothing", fix=_removal(item, lines))
        return
    idle = [n for n in item.names if (code := find(n, rules)) and code in ran and code not in item.hidden]
    idle = [n for n in idle if find(n, rules) != UNUSED]
    if not idle and not item.unknown:
        return
    left = [name for name in item.names if name not in idle and name not in item.unknown]
    fix = _removal(item, lines) if not left else _rewrite(item, left)
    for name in item.unknown:
        close = close_matches(name, rules)
        way_out = f"close to it: {', '.join(close)}" if close else "`footgun rules` lists all rules"
        yield rule.report(item.span, f"`{item.verb}[{name}]` names no rule", help=way_out, fix=fix)
    if idle:
        verb = f"`{item.verb}[{', '.join(idle)}]` suppresses nothing"
        yield rule.report(item.span, verb, help="remove it, or put it on the line that is flagged", fix=fix)


def _blanket(rule: Rule, item: Suppression) -> Finding:
    codes = sorted(item.hidden)
    return rule.report(
        item.span,
        f"`{item.verb}` without a code hides every finding, now {', '.join(codes)}",
        help=f"name what is meant: `# footgun: {item.verb}[{', '.join(codes)}]`",
        fix=_rewrite(item, codes),
    )


def _rewrite(item: Suppression, names: list[str]) -> Fix:
    return Fix("Name the rules", (Edit(item.bracket, f"[{', '.join(names)}]"),), safe=True)


def _removal(item: Suppression, lines: Lines) -> Fix:
    """Erase the comment with the space before it, or its whole line if nothing else is on it."""
    span = item.span
    text = lines.get(span.cell, [])
    line = text[span.line - 1] if span.line <= len(text) else ""
    before, after = line[: span.column - 1], line[span.end_column - 1 :]
    if not before.strip() and not after.strip() and span.line < len(text):
        gone = span._replace(column=1, end_line=span.line + 1, end_column=1)
    elif after.strip():  # another comment follows
        gone = span._replace(end_column=span.end_column + len(after) - len(after.lstrip()))
    else:
        gone = span._replace(column=len(before.rstrip()) + 1)
    return Fix("Remove the comment", (Edit(gone, ""),), safe=True)
