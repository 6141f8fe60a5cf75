"""Sizes and shapes as a reader writes them: `128·h·w`, `(h - 1)//2 + 1`, `(n, 3, 64, 64)`.

Floor divisions are shown the way the convolution formula gives them, and a product of sizes that the normal
form has multiplied out is shown as the product again.
"""

from __future__ import annotations

from footgun.sizes.terms import Atom, Floor, Monomial, Terms, add_constant, constant, multiply, order, without

# No honest size needs more digits than this.
MAX_BITS = 256
# A message with a longer formula than this helps nobody.
MAX_TEXT = 300

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.sizes.expr import Shape, Size


def show(size: Size | Shape) -> str:
    """A size or a shape as text."""
    if isinstance(size, tuple):
        return f"({', '.join(map(show, size))}{',' if len(size) == 1 else ''})"
    return _number(size) if isinstance(size, int) else show_terms(size.terms)


def show_terms(terms: Terms) -> str:
    """A sum as text, cut short where nobody would read on."""
    text = _factored(terms) or _sum(terms)
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}..."


def _sum(terms: Terms) -> str:
    shift = terms.get((), 0)
    parts: list[tuple[int, str]] = []
    for mono, c in sorted(terms.items(), key=order):
        if len(mono) == 1 and isinstance(mono[0], Floor):
            text, extra = _floor(mono[0])
            shift += extra * c
            parts.append((c, text if c in (1, -1) else f"{_number(abs(c))}·({text})"))
        elif mono:
            parts.append((c, _times(abs(c), [_atom(atom) for atom in mono])))
    if shift or not parts:
        parts.append((shift, _number(abs(shift))))
    first = next((i for i, (c, _) in enumerate(parts) if c > 0), 0)
    parts.insert(0, parts.pop(first))
    c, out = parts[0]
    if c < 0:  # -h//2 would be (-h)//2
        out = f"-({out})" if c == -1 and "//" in out else f"-{out}"
    for c, text in parts[1:]:
        out += f" {'+' if c > 0 else '-'} {text}"
    return out


def _factored(terms: Terms) -> str | None:
    """c·a·(b + 1)·... when the sum is such a product and that reads better than the sum."""
    lead, top = min(terms.items(), key=order)
    if not lead or len(set(lead)) != len(lead):
        return None
    shares: list[tuple[Atom, int]] = []
    rebuilt: Terms = {(): top}
    for atom in lead:
        c = terms.get(without(lead, (atom,)) or (), 0)
        if c % top:
            return None
        shares.append((atom, c // top))
        rebuilt = multiply(rebuilt, add_constant({(atom,): 1}, c // top))
    if rebuilt != terms:
        return None
    if len(shares) < 2 and (abs(top) == 1 or not isinstance(lead[0], Floor)):
        return None
    body = _times(abs(top), [_atom(atom, extra) for atom, extra in shares])
    return body if top > 0 else f"-{body}"


def _times(c: int, factors: list[str]) -> str:
    return "·".join(factors if c == 1 else [_number(c), *factors])


def _atom(atom: Atom, extra: int = 0) -> str:
    """A factor of a product: `h`, `(h + 1)`, `((h - 1)//2 + 1)`."""
    if isinstance(atom, Floor):
        text, more = _floor(atom)
        extra += more
    else:
        text = str(atom)
        if not extra:
            return text
    if extra:
        text += f" {'+' if extra > 0 else '-'} {_number(abs(extra))}"
    return f"({text})"


def _floor(floor: Floor) -> tuple[str, int]:
    """`(h - 1)//2` and the constant to add: the convolution formula counts the last window apart."""
    num, extra = floor.num, 0
    d = constant(floor.den)
    if d is not None and num.get((), 0) > 0:
        num, extra = add_constant(num, -d), 1
    return f"{_operand(num)}//{_operand(floor.den)}", extra


def _number(value: int) -> str:
    """Digits, or the magnitude where they would fill the screen (and Python refuses to write them)."""
    bits = value.bit_length()
    return str(value) if bits <= MAX_BITS else f"{'-' if value < 0 else ''}2**{bits - 1}..."


def _operand(terms: Terms) -> str:
    text = show_terms(terms)
    plain = len(terms) == 1 and all(_is_plain(mono, c) for mono, c in terms.items())
    return text if plain else f"({text})"


def _is_plain(mono: Monomial, c: int) -> bool:
    return not mono or (len(mono) == 1 and c == 1 and not isinstance(mono[0], Floor))
