from __future__ import annotations

import pytest

from footgun.selection import Layer, UnknownSelectorError

TEXT = "bad\npoor\nmeh"


@pytest.mark.parametrize(
    ("layers", "found"),
    [
        ([], ["BAD001", "BAD002", "HNT001"]),
        ([Layer(("BAD",))], ["BAD001", "BAD002"]),
        ([Layer(("is-poor",))], ["BAD002"]),
        ([Layer(("bad001",))], ["BAD001"]),
        ([Layer(None, ("BAD",))], ["HNT001"]),
        ([Layer(("BAD",), ("BAD002",))], ["BAD001"]),
        ([Layer(("BAD002",), ("BAD",))], ["BAD002"]),
        ([Layer(("BAD001",), ("BAD001",))], []),
        ([Layer(("HNT",), (), ("BAD002",))], ["BAD002", "HNT001"]),
        ([Layer(("ALL",), ("HNT",))], ["BAD001", "BAD002"]),
        ([Layer(())], []),
    ],
)
def test_one_layer(codes, layers, found):
    assert codes(TEXT, *layers) == found


def test_a_later_select_replaces_and_a_later_ignore_refines(codes):
    assert codes(TEXT, Layer(None, ("BAD",)), Layer(("BAD001",))) == ["BAD001"]
    assert codes(TEXT, Layer(("BAD",)), Layer(None, ("BAD002",))) == ["BAD001"]
    assert codes(TEXT, Layer(("HNT",)), Layer(None, (), ("BAD001",))) == ["BAD001", "HNT001"]


@pytest.mark.parametrize(
    ("wrong", "close"), [("BAD01", "BAD001"), ("is-pour", "is-poor"), ("BUD001", "BUG001")]
)
def test_an_unknown_selector_names_close_ones(codes, wrong, close):
    with pytest.raises(UnknownSelectorError, match=f"unknown rule `{wrong}`.*{close}"):
        codes(TEXT, Layer((wrong,)))


def test_an_unknown_selector_from_a_file_names_the_file(codes):
    with pytest.raises(UnknownSelectorError, match=r"^pyproject\.toml: unknown rule `QQQ`; `footgun rules`"):
        codes(TEXT, Layer(None, ("QQQ",), (), "pyproject.toml"))
