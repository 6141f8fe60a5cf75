"""Changes that make any program worse: of statements, tokens and numbers, of its nesting, its length, its bytes."""

from __future__ import annotations

import re

from tests.fuzz.programs import TRAPS

NUMBERS = [
    "0", "-1", "10**18", "2**10**10", "1e309", "-0.0", "1e-400", "9" * 5000, "0x" + "f" * 4000, "True", "None", "1j",
    "'a' * 10**9", "[1] * 10**9", "range(10**18)", "float('nan')", "...", "*[]", "()", "x", "1_0", "-(2**63)", "0.5",
]  # fmt: skip
WRAPS = [
    "for i in range(10**18):", "while True:", "if unknown():", "with open('x') as f, unknown() as g:", "async def f():",
    "def f(x=1, *a, **k):", "class C(unknown):", "class C:", "try:", "for a, *b in unknown:", "match unknown:\n  case [_, *x]:",
    "@unknown\ndef f():", "for x in [1, 2, 3]:", "while unknown:",
]  # fmt: skip
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
NUMBER = re.compile(r"\b\d+(?:\.\d+)?\b")
PIECES = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "'",
    '"""',
    "\\",
    "\t",
    "=",
    "else:",
    "@",
    "*",
    "**",
    "->",
    "\0",
    "ж",
]
PIECES += [
    "\ufeff",
    "\r",
    "\f",
    "yield ",
    "await ",
    "return ",
    "lambda: ",
    "del ",
    "global x\n",
    ":= ",
    "\ud800",
    "𝒳",
]


def lines(rng, text):
    """Delete, repeat or swap lines."""
    rows = text.split("\n")
    a, b = rng.randrange(len(rows)), rng.randrange(len(rows))
    kind = rng.randrange(3)
    if kind == 0:
        del rows[a]
    elif kind == 1:
        rows[a:a] = [rows[b]] * rng.choice([1, 2, 50])
    else:
        rows[a], rows[b] = rows[b], rows[a]
    return "\n".join(rows)


def tokens(rng, text):
    """Delete, repeat, swap or replace tokens."""
    parts = TOKEN.findall(text) or [""]
    for _ in range(rng.randint(1, 3)):
        a, b = rng.randrange(len(parts)), rng.randrange(len(parts))
        kind = rng.randrange(4)
        if kind == 0:
            parts[a] = ""
        elif kind == 1:
            parts[a] *= 2
        elif kind == 2:
            parts[a], parts[b] = parts[b], parts[a]
        else:
            parts[a] = rng.choice(PIECES)
    return "".join(parts)


def numbers(rng, text):
    """Other numbers, and what is none."""
    share = rng.choice([0.05, 0.3, 1])
    return NUMBER.sub(lambda m: rng.choice(NUMBERS) if rng.random() < share else m[0], text)


def trap(rng, text):
    """A statement from the list, somewhere, at the indentation that is there."""
    rows = text.split("\n")
    at = rng.randrange(len(rows))
    indent = re.match(r"\s*", rows[at])[0]
    rows[at:at] = [indent + row for row in rng.choice(TRAPS).split("\n")]
    return "\n".join(rows)


def wrap(rng, text):
    """Put some lines, or all, inside another statement."""
    rows = text.split("\n")
    start = rng.choice([0, rng.randrange(len(rows))])
    head = rng.choice(WRAPS)
    deep = "    " if "case" in head else " "
    return "\n".join([*rows[:start], head, *(deep + row for row in rows[start:]), deep + "pass"])


def truncate(rng, text):
    return text[: rng.randrange(len(text) + 1)]


def nest(rng, text):
    """Something deep."""
    n = rng.choice([50, 300, 3000])
    deep = rng.choice([
        f"x = {'(' * n}1{')' * n}", f"x = {'[' * n}{']' * n}", f"x = {'-' * n}1", f"x = {'not ' * n}1", f"x{'.a' * n} = 1",
        f"x = a{'[0]' * n}", f"x = f{'()' * n}", f"x = {'1 + ' * n}1", f"x = {'lambda: ' * n}1", f"x = {'1 if u else ' * n}1",
        "\n".join(f"{' ' * i}if u{i}:" for i in range(min(n, 300))) + "\n" + " " * min(n, 300) + "x = 1",
        "\n".join(f"{' ' * i}def f{i}():" for i in range(min(n, 90))) + "\n" + " " * min(n, 90) + "pass",
        f"x = {'{' * n}{'}' * n}", f"x = f'{'{' * 9}x{'}' * 9}'", f"from {'.' * n} import x", f"import {'a.' * n}b",
        "if u: pass\n" + "elif v: pass\n" * n, f"x = 'a' {repr('b') * n}", f"print({'x, ' * n})", f"{'x = ' * n}1",
        f"with {', '.join(['u() as x'] * n)}: pass", f"class A({', '.join(['B'] * n)}): pass", f"@f\n{'@f' * 1}\ndef g(): pass",
    ])  # fmt: skip
    rows = text.split("\n")
    at = rng.randrange(len(rows))
    return "\n".join([*rows[:at], deep, *rows[at:]])


def blow_up(rng, text):
    """The program many times over, or one long line."""
    if rng.random() < 0.5:
        return "\n".join([text] * rng.choice([2, 20]))
    return text + f"\nx = {rng.choice(['[', '(', 'f('])}{'1, ' * 20_000}\n# {'x' * 200_000}"


MOST = 2_000_000  # characters; a text half as long is refused
CHANGES = (lines, tokens, numbers, trap, wrap, truncate, nest, blow_up)
WEIGHTS = (5, 6, 5, 4, 4, 1, 2, 1)


def encoded(rng, text):
    """Bytes that an editor might have left, and some that none would."""
    plain = text.encode("utf-8", "surrogatepass")
    kind = rng.randrange(24)
    if kind == 0:
        return text.encode("utf-16", "surrogatepass")
    if kind == 1:
        return b"\xef\xbb\xbf" + plain
    if kind == 2:
        return plain.replace(b"\n", rng.choice([b"\r", b"\r\n", b"\x0c\n", b"\x0b"]))
    if kind == 3:
        at = rng.randrange(len(plain) + 1)
        return plain[:at] + rng.randbytes(rng.choice([1, 8, 300])) + plain[at:]
    if kind == 4:
        coding = rng.choice(
            [b"latin-1", b"rot13", b"utf-7", b"idna", b"unknown", b"utf-16", b"hex", b"punycode"]
        )
        return b"# -*- coding: " + coding + b" -*-\n" + plain
    return plain


def mutated(rng, text):
    """The bytes of a program after a few changes."""
    for _ in range(rng.choice([0, 1, 1, 2, 3, 6])):
        text = rng.choices(CHANGES, WEIGHTS)[0](rng, text)[:MOST]
    return encoded(rng, text)
