"""The page: hostile text stays text, all that was found is there, nothing is fetched, the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from footgun.cli.showing import facts_of
from footgun.config import Config
from footgun.engine import Engine, check_source
from footgun.findings import Edit, Finding, Fix, Label, NotChecked, Severity, Span
from footgun.report.formats import Facts
from footgun.report.html import write
from footgun.results import FileResult, Report, RuleText

EXAMPLES = Path(__file__).parents[2] / "examples"
EVIL = """</script></style><img src=x onerror=alert(1)><svg onload='x'>"&amp;'`b`\u202e\x1b[31m<!--"""
EMPTY = {"meta", "input", "link", "br"}


class Reader(HTMLParser):
    """The elements of a page, whether they nest, and the text between them."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.open, self.words = [], [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, name, attributes):
        self.elements.append((name, dict(attributes)))
        if name not in EMPTY:
            self.open.append(name)

    def handle_endtag(self, name):
        assert self.open.pop() == name

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.words.append(data)

    @property
    def text(self):
        return "".join(self.words)

    def attributes(self, name):
        return [attributes[name] for _, attributes in self.elements if name in attributes]


def facts(*files, rules=()):
    report = Report(list(files))
    return Facts(report, list(report.findings), "1.2.3", lambda: rules)


def checked(path):
    engine = Engine()
    engine.fixes = engine.drawings = True
    report = check_source((EXAMPLES / path).read_bytes(), path, Config(), engine=engine)
    return facts_of(report, list(report.findings), engine.rules)


@pytest.fixture(scope="module", params=["flowers.py", "road_signs.py", "clothes.ipynb"])
def example(request):
    told = checked(request.param)
    return told, write(told)


def hostile():
    """A file in which every text that comes from outside holds markup."""
    line = f"layer = Conv({EVIL}) # {EVIL}"
    span = Span(EVIL, 1, 3, 1, 20)
    file = FileResult(EVIL)
    file.lines, file.networks = {None: [line, EVIL]}, [EVIL]
    fix = Fix(EVIL, (Edit(span, EVIL),))
    file.findings = [
        Finding("SHP001", EVIL, Severity.ERROR, EVIL, span, (Label(span._replace(line=2), EVIL),), EVIL, fix)
    ]
    file.not_checked = [NotChecked(EVIL, span)]
    file.internal = [EVIL]
    engine = Engine()
    engine.drawings = True
    net = "import torch\nfrom torch import nn\nmodel = nn.Sequential(nn.Linear(2, 3))\nmodel(torch.ones(1, 2))\n"
    (drawing,) = check_source(net, "net.py", engine=engine).files[0].drawings
    boxes = tuple(
        box._replace(
            label=EVIL, path=EVIL, settings=(EVIL,), weights=EVIL, turn=EVIL, faults=(EVIL,), gives=((EVIL,),)
        )
        for box in drawing.boxes
    )
    file.drawings = [drawing._replace(name=EVIL, framework=EVIL, weights=EVIL, batch=EVIL, boxes=boxes)]
    page = f"# SHP001\n\n## What\n\n{EVIL} `{EVIL}` **{EVIL}** [{EVIL}]({EVIL})\n\n- {EVIL}\n\n```py\n{EVIL}\n```\n"
    rule = RuleText("SHP001", EVIL, Severity.ERROR, EVIL, EVIL, page)
    return facts(file, FileResult(EVIL, error=EVIL), rules=(rule,))


def test_hostile_text_makes_no_element_and_no_attribute():
    page = Reader(write(hostile()))
    names = {name for name, _ in page.elements}
    assert "img" not in names
    assert not [key for _, attributes in page.elements for key in attributes if key.startswith("on")]
    assert [name for name, _ in page.elements].count("script") == 1
    assert [name for name, _ in page.elements].count("style") == 1
    assert page.text.count("<img src=x onerror=alert(1)>") > 15


def test_hostile_text_steers_nothing():
    assert not set("\x1b\u202e\x00") & set(write(hostile()))


def test_every_finding_is_on_the_page(example):
    told, page = example
    text = Reader(page).text
    for finding in told.findings:
        for words in (finding.message, finding.help, *(label.text for label in finding.labels)):
            assert words is None or words.replace("`", "") in text.replace("`", "")
    cards = [a for name, a in Reader(page).elements if name == "article"]
    assert [a["data-code"] for a in cards] == [finding.code for finding in told.findings]


def test_the_source_and_the_change_of_each_fix_are_on_the_page(example):
    told, page = example
    text = Reader(page).text
    (file,) = told.report.files
    for lines in file.lines.values():
        assert all(line.strip() in text for line in lines)
    for finding in told.findings:
        for edit in finding.fix.edits if finding.fix else ():
            assert all(line.strip() in text for line in edit.text.splitlines())


def test_every_reason_for_what_was_not_checked_is_on_the_page():
    file = FileResult("a.py")
    file.lines = {None: ["x = 1"]}
    file.not_checked = [NotChecked(f"reason {i}", Span("a.py", 1, 1, 1, 2)) for i in range(40)]
    file.internal = ["internal fault in rule X"]
    text = Reader(
        write(facts(file, FileResult("b.py", error="no such file"), FileResult("c.py", note="empty")))
    ).text
    assert all(f"reason {i}:" in text for i in range(40))
    assert all(words in text for words in ("internal fault in rule X", "no such file", "empty", "line 1"))


def test_links_lead_to_something_on_the_page_and_names_are_given_once(example):
    page = Reader(example[1])
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    links = page.attributes("href")
    assert {link[0] for link in links} == {"#"}
    assert {link[1:] for link in links} <= set(ids)


def test_a_finding_in_the_network_and_its_box_lead_to_each_other(example):
    page = Reader(example[1])
    boxes = {
        a["id"]: a["href"][1:] for name, a in page.elements if name == "a" and "box" in a.get("class", "")
    }
    linked = [target for target in boxes.values() if target.startswith("f")]
    assert linked
    assert "in the network" in page.text


def test_a_fault_is_said_in_words_and_with_a_sign_of_its_own(example):
    told, page = example
    for severity in {finding.severity for finding in told.findings}:
        assert f'href="#sign-{severity.value}"' in page
        assert f'id="sign-{severity.value}"' in page
        assert f"{severity.value} " in Reader(page).text


def test_nothing_is_fetched_or_sent():
    for page in (write(hostile()), write(checked("flowers.py"))):
        elements = Reader(page).elements
        assert not {"img", "iframe", "object", "embed", "link", "base", "audio", "video"} & {
            name for name, _ in elements
        }
        assert not [
            value for _, a in elements for key, value in a.items() if key in ("src", "srcset", "action")
        ]
        style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
        assert "url(" not in style
        assert "@import" not in style
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_no_style_or_handler_stands_on_an_element(example):
    """The policy would refuse them."""
    assert not [
        key for _, a in Reader(example[1]).elements for key in a if key == "style" or key.startswith("on")
    ]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (FileResult("a.py", error="no such file"), "nothing could be checked"),
        (FileResult("a.py"), "no network found, nothing to check"),
        (None, "no files to check"),
    ],
)
def test_what_is_not_clean_is_not_called_clean(file, words):
    page = write(facts(*filter(None, [file])))
    assert f"<h1>{words}</h1>" in page
    assert "passed" not in page


def test_an_unread_file_beside_a_clean_one_is_told_at_the_top():
    clean = FileResult("a.py")
    clean.networks = ["Net"]
    page = Reader(write(facts(clean, FileResult("b.py", error="no such file"))))
    assert "no findings, but not everything could be checked" in page.text
    assert "1 file could not be checked" in page.text


def test_the_counts_are_the_headline():
    page = write(checked("flowers.py"))
    assert "<title>footgun: 4 errors, 1 warning, 4 hints</title>" in page


def test_hidden_hints_are_counted():
    told = checked("flowers.py")
    serious = [finding for finding in told.findings if finding.severity is not Severity.INFO]
    page = write(told._replace(findings=serious))
    assert "4 hints hidden" in page
    assert "ARC018" not in page


def test_two_runs_give_the_same_bytes(tmp_path):
    def output(seed):
        page = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-m", "footgun", "check", ".", "--hints", "--output", f"html={page}"],
            cwd=EXAMPLES,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )
        return page.read_bytes()

    assert output("1") == output("2")
