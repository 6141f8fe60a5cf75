"""The record of precision is what the committed counts give, and those are what the verdicts sum up to."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.precision import page, record, verdicts
from tests.docs.conftest import ROOT

from footgun.rules.registry import all_rules

RECORD = record.load()
VERDICTS = verdicts.load()
STRICT = [row for row in RECORD["corpora"] if row["strict"]]
LINES_A_WARNING = 2000


def test_the_page_shows_the_counts(same_as):
    path = ROOT / "docs/precision.md"
    same_as(path, page.page(path.read_text(encoding="utf-8"), RECORD, all_rules()))


def test_the_counts_are_those_of_the_verdicts():
    said: Counter[tuple[str, str, str]] = Counter()
    for place, known in VERDICTS.items():
        said[place.corpus, place.code, known.verdict] += known.places
    counted: Counter[tuple[str, str, str]] = Counter()
    for row in RECORD["rules"]:
        for word, number in row["verdicts"].items():
            counted[row["corpus"], row["code"], word] += number if word != verdicts.UNREAD else 0
    assert {key: n for key, n in counted.items() if n} == dict(said)


def test_every_error_and_warning_is_read():
    loud = [row for row in RECORD["rules"] if row["severity"] != "info"]
    assert loud
    assert [row for row in loud if verdicts.UNREAD in row["verdicts"]] == []


def test_rules_in_the_record_exist():
    assert {row["code"] for row in RECORD["rules"]} <= {rule.code for rule in all_rules()}


@pytest.mark.parametrize("corpus", STRICT, ids=[row["name"] for row in STRICT])
def test_code_that_works_gets_no_false_error_and_few_warnings(corpus):
    mine = [row for row in RECORD["rules"] if row["corpus"] == corpus["name"]]
    assert page.of(mine, "error")[verdicts.FALSE] == 0
    assert page.total(page.of(mine, "warning")) * LINES_A_WARNING <= corpus["lines"]
    assert corpus["failed"] == 0
