"""Every fix as a pair of programs: `cases/*.md` holds the text before and the text after.

A section is named by the code of its rule and an idea. A block ```py before is mended with the fixes of this
rule alone; the block ```py after must be exactly what comes out, or `unchanged` says that no fix is offered.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from footgun.config import Config
from footgun.engine import Engine
from footgun.fix.apply import applied
from footgun.fix.mend import applicable, mend

CASES = Path(__file__).parent / "cases"
ENGINE = Engine()
ENGINE.fixes = True


class Case(NamedTuple):
    code: str
    idea: str
    before: str
    after: str | None


def cases():
    for page in sorted(CASES.glob("*.md")):
        for section in re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.M)[1:]:
            title, _, text = section.partition("\n")
            code, _, idea = title.partition(": ")
            blocks = dict(re.findall(r"^```py (before|after)\n(.*?)^```$", text, re.M | re.S))
            assert blocks.keys() == {"before", "after"} or "unchanged" in text, title
            yield pytest.param(Case(code, idea, blocks["before"], blocks.get("after")), id=title)


def findings(data):
    result = ENGINE.check_data("net.py", data, Config())
    assert not result.internal
    return None if result.error else result.findings


def mended(text, code):
    def write(data, edits):
        return applied(data, "utf-8", edits)

    return mend(text.encode(), findings, write, lambda f: f.code == code and any(applicable([f], True)))


@pytest.mark.parametrize("case", list(cases()))
def test_the_fix_gives_exactly_this_text(case):
    assert case.code in [f.code for f in findings(case.before.encode())], "the rule says nothing"
    result = mended(case.before, case.code)
    assert result.data.decode() == (case.before if case.after is None else case.after)
    if case.after is not None:
        assert mended(case.after, case.code).data.decode() == case.after, "not idempotent"


def test_a_fix_for_many_rules():
    assert len({case.values[0].code for case in list(cases()) if case.values[0].after is not None}) >= 95
