"""Every rule's page is its test: marked lines are found, every other line is silent.

A ```py or ```keras block is a whole program. A line ends in `# error: [CODE] "words of the message"` (or
warning:, info:) exactly where the rule of the page must speak, with that severity and those words. Pages in
`extra/` hold further cases of the same form; the first word of their title is the rule's code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

import footgun.rules
from footgun.config import Config
from footgun.engine import Engine
from footgun.findings import Finding
from footgun.rules.base import TOPICS, Rule
from footgun.rules.registry import all_rules

RULES = Path(footgun.rules.__file__).parent
EXTRA = Path(__file__).parent / "extra"
SECTIONS = [
    "What it does",
    "Why it matters",
    "Example",
    "Use instead",
    "Fix safety",
    "Not reported",
    "References",
]
MARK = re.compile(r'[ \t]*# (error|warning|info): \[([A-Z]{3}\d{3})\](?: "([^"]*)")?')


class Block(NamedTuple):
    """One program of a page; `line` is where its first line stands on the page."""

    page: Path
    section: str
    line: int
    text: str

    @property
    def marks(self) -> list[tuple[int, str, str, str]]:
        """(line of the block, severity, code, words) of each mark."""
        rows = enumerate(self.text.split("\n"), 1)
        return [(i, *mark.groups("")) for i, row in rows for mark in MARK.finditer(row)]

    @property
    def program(self) -> str:
        """The text without its marks: the program must not see the answers."""
        return MARK.sub("", self.text)


def blocks(page: Path) -> Iterator[Block]:
    section, start, rows = "", 0, []
    for number, row in enumerate(page.read_text(encoding="utf-8").split("\n"), 1):
        if start:
            if row.startswith("```"):
                yield Block(page, section, start, "\n".join(rows) + "\n")
                start = 0
            rows.append(row)
        elif row.startswith("## "):
            section = row[3:]
        elif re.match(r"```(py|keras)\b", row):
            start, rows = number + 1, []


def rule_of(page: Path) -> Rule:
    """The rule beside a page; for an extra page, the one its title names."""
    if page.parent == EXTRA:
        code = page.read_text(encoding="utf-8").split()[1]
        return next(rule for rule in all_rules() if rule.code == code)
    module = import_module(f"footgun.rules.{page.parent.name}.{page.stem}")
    (rule,) = (value for value in vars(module).values() if isinstance(value, Rule))
    return rule


def findings(block: Block, rule: Rule) -> list[Finding]:
    """What the rule says; a suppression rule speaks only after all others have."""
    engine = Engine() if rule.code.startswith("SUP") else Engine([rule])
    result = engine.check_data("page.py", block.program.encode(), Config())
    assert not result.error
    assert not result.internal
    return [f for f in result.findings if f.code == rule.code]


def reads_well(text: str) -> bool:
    """Lower-case start (or code, or a number), no full stop."""
    return bool(re.match(r"[a-z`\d(]", text)) and not text.endswith(".")


def name(value: object) -> str:
    if isinstance(value, Block):
        return f"{value.page.parent.name}/{value.page.stem}:{value.line}"
    return f"{value.parent.name}/{value.stem}" if isinstance(value, Path) else str(value)


PAGES = sorted(page for page in RULES.glob("*/*.md") if page.parent.name in TOPICS.values())
BLOCKS = [block for page in [*PAGES, *sorted(EXTRA.glob("*.md"))] for block in blocks(page)]


@pytest.mark.parametrize("block", BLOCKS, ids=name)
def test_the_marked_lines_and_no_others(block: Block) -> None:
    rule = rule_of(block.page)
    said = findings(block, rule)
    got = sorted((f.span.line, f.severity.value, f.code) for f in said)
    assert got == sorted(mark[:3] for mark in block.marks), [f.message for f in said]
    for finding in said:
        words = [mark[3] for mark in block.marks if mark[0] == finding.span.line]
        assert any(w in finding.message for w in words), finding.message
        assert reads_well(finding.message), finding.message
        assert finding.help is None or reads_well(finding.help), finding.help
        assert all(reads_well(label.text) for label in finding.labels), finding.labels


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_has_its_sections_and_only_its_example_is_marked(page: Path) -> None:
    rule = rule_of(page)
    prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    title, *rest = re.findall(r"^#+ .*", prose, re.M)
    assert title == f"# {rule.code} {rule.slug}"
    if "## Price" in rest:  # where it was measured, and then it follows why the fault matters
        assert rest.pop(2) == "## Price"
    assert rest == [f"## {section}" for section in SECTIONS]
    assert {b.section for b in blocks(page) if b.marks} == {"Example"}
    assert {code for b in blocks(page) for _, _, code, _ in b.marks} == {rule.code}
    assert any(b.section == "Use instead" for b in blocks(page))


def test_every_rule_has_its_page_in_the_folder_of_its_topic() -> None:
    for rule in all_rules():
        assert Path(rule.page_path) in PAGES, rule.code
        assert Path(rule.page_path).parent.name == rule.topic
