"""The section *Price* of each page says what was measured; with FOOTGUN_UPDATE=1 it is rewritten."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from benchmarks.price import page, store
from benchmarks.price.faults import ALL, REMARKS
from benchmarks.price.programs import title
from tests.docs.conftest import ROOT

from footgun.findings import Severity
from footgun.rules.registry import all_rules

ENTRIES = store.load()["entries"]
FAULTS = {fault.key: fault for fault in ALL}
RULES = {rule.code: rule for rule in all_rules()}
LIST = re.compile(r"(?<=<!-- prices -->\n)(.*?)(?=<!-- end of prices -->)", re.S)
MUCH = 10  # a hint that costs more points of accuracy than this needs a word on why


def of(code):
    """The entries of a rule in the order of its faults."""
    known = {store.key(entry): entry for entry in ENTRIES}
    return [known[fault.key] for fault in ALL if fault.code == code and fault.key in known]


def wanted(code):
    """The section of a rule; remarks on figures wait for the figures."""
    waits = not of(code) and any(fault.code == code for fault in ALL)
    return "" if waits else page.section(of(code), REMARKS.get(code, ""))


def test_each_fault_has_a_name_of_its_own():
    assert len(FAULTS) == len(ALL)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: "-".join(store.key(entry)))
def test_what_was_measured_is_a_fault_as_it_is_now(entry):
    fault = FAULTS[store.key(entry)]
    assert ("stops" in entry) is fault.stops
    assert fault.stops or {pair.name for pair in page.pairs(entry)} == set(fault.measures)


@pytest.mark.parametrize("code", sorted(code for code, r in RULES.items() if Path(r.page_path).is_file()))
def test_pages_carry_the_measured_price(code, same_as):
    path = Path(RULES[code].page_path)
    text = wanted(code)
    same_as(path, page.priced(path.read_text(encoding="utf-8"), text))


def test_severities_that_the_price_contradicts_are_argued():
    unargued = []
    for code in {fault.code for fault in ALL} - REMARKS.keys():
        pairs = [pair for entry in of(code) for pair in page.pairs(entry)]
        severity = RULES[code].severity
        lost = [pair.lost for pair in pairs if pair.matters]
        cheap = (
            pairs
            and severity != Severity.INFO
            and not any("stops" in entry for entry in of(code))
            and not lost
        )
        dear = severity == Severity.INFO and any(points is not None and points > MUCH for points in lost)
        unargued += (
            [code] if cheap or dear or any(points is not None and points < 0 for points in lost) else []
        )
    assert sorted(unargued) == []


def table():
    """The largest loss of accuracy of each rule, dearest first."""
    rows = []
    for entry in ENTRIES:
        for pair in page.pairs(entry):
            if pair.lost is not None and entry["code"] in RULES:
                name = f"`{entry['code']}` {RULES[entry['code']].slug}"
                where = title(entry["recipe"]) + (f" ({entry['label']})" if entry["label"] else "")
                severity = RULES[entry["code"]].severity.value
                much = "all" if math.isnan(pair.lost) else f"{pair.lost:.1f}"
                dear = math.inf if math.isnan(pair.lost) else pair.lost
                rows.append((-dear, f"| {name} | {severity} | {where} | {much} |"))
    head = ["", "| rule | severity | data | points lost |", "| --- | --- | --- | ---: |"]
    measured = {store.key(entry) for entry in ENTRIES}
    rest = sorted({f"`{fault.code}`" for fault in ALL if fault.key not in measured})
    last = ["", f"Not measured yet, in whole or in part: {', '.join(rest)}."] if rest else []
    return "\n".join([*head, *(row for _, row in sorted(rows)), *last, "", ""])


def test_the_list_of_prices_is_the_measured_one(same_as):
    path = ROOT / "benchmarks/price/README.md"
    text = path.read_text(encoding="utf-8")
    assert len(LIST.findall(text)) == 1
    same_as(path, LIST.sub(lambda _: table(), text))
