"""Whatever a text holds: fixes leave a text that is no worse, reports stay valid, a cache is only a cache.

`--long` tries more programs, and any number with FOOTGUN_FUZZ.
"""

from __future__ import annotations

import ast
import json
import os
from collections import Counter
from random import Random
from xml.etree.ElementTree import fromstring

import pytest
from tests.fuzz.mutate import mutated
from tests.fuzz.programs import made, own

from footgun.cache import Cache
from footgun.config import Config
from footgun.engine import Engine
from footgun.findings import Severity
from footgun.fix.apply import applied
from footgun.fix.mend import applicable, mend
from footgun.report.formats import DOCUMENTS, SHOWN, Facts, document, shown
from footgun.report.paint import Paint
from footgun.results import Report, RuleText
from footgun.source.read import encoding, read

LONG = os.environ.get("FOOTGUN_LONG") == "1"
PROGRAMS = int(os.environ.get("FOOTGUN_FUZZ", 5_000 if LONG else 60))
SEED = int(os.environ.get("FOOTGUN_SEED", 0))
ROUND = 20  # programs at a time
ENGINE = Engine()
ENGINE.fixes = True
RULES = [RuleText(r.code, r.slug, r.severity, r.summary, r.topic, "page") for r in ENGINE.rules]


def programs(start, kind):
    for number in range(start, min(start + ROUND, PROGRAMS)):
        rng = Random(f"{kind}-{SEED}-{number}")
        suffix, text = rng.choice(own()) if rng.random() < 0.5 else made(rng)
        yield number, suffix, mutated(rng, text) if rng.random() < 0.7 else text.encode("utf-8", "replace")


def checked(name, data):
    result = ENGINE.check_data(name, data, Config())
    fault = (result.error or "").startswith("internal fault")
    assert not result.internal, result.internal
    assert not fault, result.error
    return result


@pytest.mark.parametrize("start", range(0, PROGRAMS, ROUND))
def test_a_fix_leaves_no_more_than_there_was(start):
    for number, suffix, data in programs(start, "fix"):
        name = f"p{number}{suffix}"
        before = checked(name, data)
        if before.error is not None:
            continue
        document = read(name, data)

        def write(new, edits, notebook=document.kind == "notebook", cookie=document.kind == "python"):
            return applied(new, encoding(new, cookie=cookie), edits, notebook)

        def check(new, name=name):
            result = checked(name, new)
            return None if result.error else result.findings

        done = mend(data, check, write, lambda finding: any(applicable([finding], True)))
        after = checked(name, done.data)
        assert after.error is None, name
        if not done.applied:
            assert done.data == data, name
            continue
        if any(finding.fix.reveals for finding in done.applied):
            continue
        left, old = (Counter(map(_grave, result.findings)) for result in (after, before))
        assert not {code for code in left - old if code}, name
        if suffix == ".ipynb":
            cells, whole = (json.loads(text) for text in (data, done.data))
            for one, other in zip(cells.pop("cells"), whole.pop("cells"), strict=True):
                one.pop("source", None), other.pop("source", None)
                assert one == other, name
            assert cells == whole, name
        elif suffix == ".py" and _parses(data):
            assert _parses(done.data), name


def _grave(finding):
    return "" if finding.severity is Severity.INFO else finding.code


def _parses(data):
    try:
        ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


@pytest.mark.parametrize("start", range(0, PROGRAMS, ROUND))
def test_every_form_of_the_report_stays_valid(start, tmp_path):
    cache = Cache(str(tmp_path / "cache"), "salt")
    for number, suffix, data in programs(start, "report"):
        name = f"p{number}{suffix}"
        result = checked(name, data)
        cache.keep(name, data, Config(), None, result)
        kept = cache.find(name, data, Config(), None)
        if kept is not None:
            assert (kept.findings, kept.not_checked) == (result.findings, result.not_checked)
        report = Report([result])
        facts = Facts(report, report.findings, "1.0", lambda: RULES)
        for form in DOCUMENTS:
            text = document(form, facts)
            if form == "junit":
                fromstring(text.encode("utf-8", "surrogatepass"))
            elif form != "html":
                json.loads(text)
            if form == "html":
                assert text.startswith("<!doctype html>")
                assert text.rstrip().endswith("</html>")
        for form in SHOWN:
            assert not any("\x1b" in line or "\n" in line for line in shown(form, facts, Paint(False)))
