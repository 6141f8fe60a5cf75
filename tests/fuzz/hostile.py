"""Strategies for what no well-meaning program writes: values of the wrong type, damaged bytes, odd names."""

from __future__ import annotations

import copy
import json

from hypothesis import strategies as st

SIGNS = ["\ud800", "\x00", "\x1b[31m", "\u202e", "\r", "\u2028", "\x85", "𝒳", "e\u0301", "\ufeff", "\n", "\\", '"', "'", "%0A::", "]]>", "</script>"]  # fmt: skip
WORDS = st.sampled_from([*SIGNS, "", "a", "code", "x" * 300]) | st.text(max_size=6)
NUMBERS = st.sampled_from([0, -1, 1, 4, 10**400, -(2**63), 1.5, float("inf"), float("nan"), 1e-320])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
DEEP = "\x01deep\x01"  # stands for what is nested deeper than any stack
JUNK = st.sampled_from([b"\xff", b"\x00", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\x1b", b'"', b"{", b"[", b"]", b",", b"\\u", b"\n", b"0",
                        b"NaN", b"[" * 3000, b"9" * 5000]) | st.binary(max_size=4)  # fmt: skip


def places(tree, above=()):
    """The way to every value in a tree of dicts and lists."""
    yield above
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield from places(value, (*above, key))


@st.composite
def spoiled(draw, tree, most=3):
    """A tree with some values replaced, doubled, renamed or gone."""
    tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(0, most))):
        ways = [way for way in places(tree) if way]
        if not ways:
            break
        *above, key = draw(st.sampled_from(ways))
        holder = tree
        for step in above:
            holder = holder[step]
        kind = draw(st.sampled_from(["value", "value", "deep", "delete", "more"]))
        if kind == "value":
            holder[key] = draw(VALUES)
        elif kind == "deep":
            holder[key] = DEEP
        elif kind == "delete":
            del holder[key]
        elif isinstance(holder, dict):
            holder[draw(WORDS)] = holder[key]
        else:
            holder.insert(0, copy.deepcopy(holder[key]))
    return tree


@st.composite
def damaged(draw, data, most=3):
    """Bytes with slices cut out, doubled, or junk put in."""
    for _ in range(draw(st.integers(0, most))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.sampled_from([0, 1, 2, 30, 10**9])))
        kind = draw(st.sampled_from(["cut", "junk", "double"]))
        middle = {"cut": b"", "junk": draw(JUNK) if kind == "junk" else b"", "double": data[at:end] * 2}[kind]
        data = data[:at] + middle + data[end:]
    return data


def json_of(draw, tree):
    """A tree as the bytes of a JSON text, in one of the ways that programs write it."""
    ascii = draw(st.booleans())
    text = json.dumps(tree, ensure_ascii=ascii, indent=draw(st.sampled_from([None, 1])))
    depth = draw(st.sampled_from([100, 3000, 100_000])) if DEEP[1:5] in text else 0
    for mark in (json.dumps(DEEP), json.dumps(DEEP, ensure_ascii=False)):
        text = text.replace(mark, "[" * depth + "]" * depth)
    return text.encode("utf-8", "surrogatepass")


def encodings(text):
    """A strategy for the bytes that an editor, or none, might make of a text."""
    plain = text.encode("utf-8", "surrogatepass")
    kinds = [
        plain, plain, plain, b"\xef\xbb\xbf" + plain, b"\xef\xbb\xbf" * 2 + plain, text.encode("utf-16", "surrogatepass"),
        text.encode("utf-32-le", "surrogatepass"), text.encode("latin-1", "replace"), text.encode("cp1251", "ignore"), plain.replace(b"\n", b"\r\n"),
        plain.replace(b"\n", b"\r"), plain.replace(b"\n", b"\r\n", 2), plain.replace(b"\n", b"\n\r"), plain.replace(b" ", b"\xc2\xa0"),
        b"# coding: latin-1\n" + plain, b"# coding: utf-16\n" + plain, b"# coding: \xff\n" + plain, b"\n# -*- coding: utf-7 -*-\n" + plain,
        b"# coding: rot13\n" + plain, b"# coding: unicode_escape\n" + plain, b"# coding: cp037\n" + plain, plain + b"\x00", plain + b"\x1a",
    ]  # fmt: skip
    return st.sampled_from(kinds)
