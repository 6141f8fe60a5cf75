"""Twenty-one sound programs, and each fault put in wherever it goes: its code is found there, and no other.

By default each fault is put into each program once; `--long` puts it in everywhere. The programs themselves were run,
on made-up data of the same form.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from typing import NamedTuple

import pytest
from tests.mutation.edits import PROGRAMS, Fault, frameworks
from tests.mutation.faults import ALL, ECHOES, ONE_LANGUAGE, WITHOUT

from footgun import check_source
from footgun.findings import Severity
from footgun.rules.registry import all_rules

ENOUGH = 0.98
LONG = os.environ.get("FOOTGUN_LONG") == "1"


class Outcome(NamedTuple):
    """What footgun says of one mutant."""

    fault: Fault
    framework: str
    program: str
    found: bool
    others: tuple[str, ...]  # codes of weight beside it; for a hint, further hints too

    def __str__(self) -> str:
        what = "" if self.found else ", missed"
        return f"{self.fault.name} in {self.program}{what}{' with ' if self.others else ''}{' '.join(self.others)}"


@cache
def findings(text):
    return check_source(text, "program.py").findings


def loud(text):
    return {f.code for f in findings(text) if f.severity != Severity.INFO}


def counted(text):
    return Counter((f.code, f.severity) for f in findings(text))


def judged(fault, framework, program, mutant):
    new = {code for code, _ in counted(mutant.text) - counted(mutant.sound)}
    lines = {f.span.line for f in findings(mutant.text) if f.code == fault.code}
    others = loud(mutant.text) - {fault.code}
    if fault.code not in loud(mutant.text):
        others |= {code for code in new if code != fault.code and (fault.code, code) not in ECHOES}
    found = fault.code in new and bool(lines & mutant.lines)
    return Outcome(fault, framework, program, found, tuple(sorted(others)))


@pytest.fixture(scope="module")
def outcomes():
    found = []
    for fault in ALL:
        done = set()
        for framework, program, mutant in fault.mutants():
            if LONG or program not in done:
                done.add(program)
                found.append(judged(fault, framework, program, mutant))
    return found


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_programs_are_sound(name):
    assert [f.message for f in findings(PROGRAMS[name]) if f.severity != Severity.INFO] == []


def test_each_fault_is_found_and_nothing_else(outcomes, capsys):
    total = len(outcomes)
    missed = [o for o in outcomes if not o.found]
    more = [o for o in outcomes if o.others]
    with capsys.disabled():
        print(f"\n{total} mutants, {total - len(missed)} found, {len(more)} with a second code")
    wrong = [str(o) for o in outcomes if not o.found or o.others]
    assert len(wrong) <= (1 - ENOUGH) * total, "\n".join(wrong)


def test_what_a_fault_is_put_into_is_sound():
    sound = {mutant.sound for fault in ALL for _, _, mutant in fault.mutants()}
    assert [loud(text) for text in sorted(sound) if loud(text)] == []


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
def test_each_edit_finds_a_place(fault):
    there = {framework for framework, _, _ in fault.mutants()}
    assert there == {framework for framework in ("torch", "keras") if getattr(fault, framework)}


def test_a_fault_has_one_code_in_both_frameworks(outcomes):
    right = {(o.fault.name, o.framework) for o in outcomes if o.found}
    both = {f.code for f in ALL if {(f.name, "torch"), (f.name, "keras")} <= right}
    shown = {rule.code for rule in all_rules() if len(frameworks(rule.page())) == 2}
    assert shown - both == set(ONE_LANGUAGE)


def test_every_rule_has_a_fault_or_a_reason():
    codes = {rule.code for rule in all_rules()}
    assert codes - {fault.code for fault in ALL} == set(WITHOUT)
