"""Whatever a text holds: fixes leave a text that is no worse, reports stay valid, a cache is only a cache."""

from __future__ import annotations

import ast
import json
from collections import Counter
from random import Random
from xml.etree.ElementTree import fromstring

import pytest
from tests.fuzz.mutate import mutated
from tests.fuzz.programs import made, own
from tests.fuzz.target import Target
from tests.fuzz.watched import SEED

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

ENGINE = Engine()
ENGINE.fixes = True
RULES = [RuleText(r.code, r.slug, r.severity, r.summary, r.topic, "page") for r in ENGINE.rules]


def programs(kind, start, end):
    for number in range(start, end):
        rng = Random(f"{kind}-{SEED}-{number}")
        suffix, text = rng.choice(own()) if rng.random() < 0.5 else made(rng)
        data = mutated(rng, text) if rng.random() < 0.7 else text.encode("utf-8", "replace")
        yield f"p{number}{suffix}", data


def checked(name, data):
    result = ENGINE.check_data(name, data, Config())
    fault = (result.error or "").startswith("internal fault")
    assert not result.internal, result.internal
    assert not fault, result.error
    return result


def fixes(watch, start, end):
    watch.seconds = 60  # a case is many checks, and each of these has its own limit
    for name, data in programs("fix", start, end):
        watch.attempt(name, lambda name=name, data=data: mended(name, data))


def mended(name, data):
    """The fixes of a text leave no more than there was."""
    before = checked(name, data)
    if before.error is not None or not data.strip():
        return
    document = read(name, data)

    def write(new, edits):
        code = encoding(new, cookie=document.kind == "python")
        return applied(new, code, edits, document.kind == "notebook")

    def check(new):
        result = checked(name, new)
        return None if result.error else result.findings

    done = mend(data, check, write, lambda finding: any(applicable([finding], True)))
    after = checked(name, done.data)
    assert after.error is None
    if not done.applied:
        assert done.data == data
        return
    if any(finding.fix.reveals for finding in done.applied):
        return
    left, old = (Counter(map(_grave, result.findings)) for result in (after, before))
    assert not {code for code in left - old if code}
    if name.endswith(".ipynb"):
        cells, whole = (json.loads(text) for text in (data, done.data))
        for one, other in zip(cells.pop("cells"), whole.pop("cells"), strict=True):
            one.pop("source", None), other.pop("source", None)
            assert one == other
        assert cells == whole
    elif name.endswith(".py") and _parses(data):
        assert _parses(done.data)


def _grave(finding):
    return "" if finding.severity is Severity.INFO else finding.code


def _parses(data):
    try:
        ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def reports(watch, start, end):
    cache = Cache("cache", "salt")
    for name, data in programs("report", start, end):
        watch.attempt(name, lambda name=name, data=data: reported(name, data, cache))


def reported(name, data, cache):
    """Every form of the report of a text is valid, and a cache tells the same."""
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


FIXES = Target("fixes", fixes, short=50, long=5_000)
REPORTS = Target("reports", reports, short=50, long=5_000)


@pytest.mark.parametrize("start", FIXES.starts)
def test_a_fix_leaves_no_more_than_there_was(start, tmp_path):
    FIXES.run(start, tmp_path)


@pytest.mark.parametrize("start", REPORTS.starts)
def test_every_form_of_the_report_stays_valid(start, tmp_path):
    REPORTS.run(start, tmp_path)
