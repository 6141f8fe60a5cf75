"""Fixes stand or fall by what is found after them."""

from __future__ import annotations

from footgun.findings import Edit, Finding, Fix, Severity, Span
from footgun.fix.apply import edited
from footgun.fix.mend import mend


def findings(text):
    """A language of its own: `x` is wrong, `y` is what a bad fix leaves, `h` hides an `X` of the same words."""
    found = []
    for line, row in enumerate(text.splitlines(), 1):
        for column, letter in enumerate(row, 1):
            if letter in MEANT:
                code, message, instead = MEANT[letter]
                fix = (
                    Fix("", (Edit(Span("p", line, column, line, column + 1), instead),)) if instead else None
                )
                span = Span("p", line, column, line, column + 1)
                found.append(Finding(code, "", Severity.ERROR, message, span, (), None, fix))
    return found


MEANT = {
    "x": ("A", "an x", "."),
    "b": ("B", "mended by what is worse", "y"),
    "y": ("C", "worse", ""),
    "h": ("D", "hides one of its kind", "i"),
    "i": ("D", "was hidden", "."),
    "1": ("E", "the same words", "y"),
    "2": ("E", "the same words", "."),
}


def done(text):
    result = mend(
        text.encode(),
        lambda data: findings(data.decode()),
        lambda data, edits: edited(data.decode(), edits).encode(),
        lambda finding: True,
    )
    return result.data.decode(), [f.code for f in result.applied], [f.code for f in result.refused]


def test_what_helps_is_applied_at_once():
    assert done("xx\nx") == ("..\n.", ["A", "A", "A"], [])


def test_what_leaves_something_new_is_refused_and_stops_no_other():
    assert done("bx") == ("b.", ["A"], ["B"])


def test_what_lies_open_is_mended_with_it():
    assert done("h") == (".", ["D", "D"], [])


def test_one_of_the_same_words_does_not_stand_for_the_other():
    assert done("12") == ("1.", ["E"], ["E"])


def test_a_large_text_is_checked_fewer_times():
    rounds = []

    def check(data):
        rounds.append(data)
        return findings(data.decode())

    text = "b" * 40 + " " * 1_000_000
    mend(
        text.encode(), check, lambda data, edits: edited(data.decode(), edits).encode(), lambda finding: True
    )
    few = len(rounds)
    rounds.clear()
    mend(
        text.strip().encode(),
        check,
        lambda data, edits: edited(data.decode(), edits).encode(),
        lambda f: True,
    )
    assert few < 20 < 40 < len(rounds)
