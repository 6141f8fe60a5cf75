from __future__ import annotations

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from footgun.findings import Edit, Fix, NotChecked, Span
from footgun.report.json import to_json
from footgun.results import FileResult, Report

SCHEMA = json.loads((files("footgun.report") / "schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def document(source):
    text = source("x = good(1); bad(1)", path="сеть.ipynb", cell=2)
    fix = Fix("Mend it", (Edit(text.span("bad(1)"), "good(1)"),), safe=True)
    finding = text.finding("bad(1)", ("good(1)", "made here"), help="mend it")._replace(fix=fix)
    checked, broken = FileResult("сеть.ipynb"), FileResult("z.py", error="no such file")
    checked.networks = ["Net"]
    checked.findings = [finding]
    checked.not_checked = [NotChecked("a reason", Span("сеть.ipynb", 3, 1, 3, 2, 2))]
    report = Report([checked, broken])
    return json.loads(to_json(report, report.findings, "1.2.3"))


def test_the_schema_is_one_and_the_output_fits_it(document):
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(document)


@pytest.mark.parametrize("change", [{"severity": "fatal"}, {"line": 0}, {"surplus": 1}, {"cell": "3"}])
def test_the_schema_refuses_other_output(document, change):
    document["findings"][0].update(change)
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(document)


def test_everything_in_a_finding_is_there(document):
    (finding,) = document["findings"]
    assert (finding["path"], finding["cell"], finding["line"], finding["column"]) == ("сеть.ipynb", 2, 1, 14)
    assert finding["labels"] == [{"line": 1, "column": 5, "text": "made here"}]
    assert finding["fix"]["safe"] is True
    assert finding["fix"]["edits"][0]["text"] == "good(1)"
    assert finding["witness"] == "source"


def test_files_tell_networks_and_gaps(document):
    checked, broken = document["files"]
    assert checked["networks"] == ["Net"]
    assert checked["not_checked"] == [{"reason": "a reason", "line": 3}]
    assert broken["not_checked"] == [{"reason": "no such file", "line": 1}]
