"""Fresh names for sizes nobody stated: h, h2, h3, ... one supply an analysis, so output never varies."""

from __future__ import annotations

from collections.abc import Iterable

from footgun.sizes.expr import Expr, name


class Names:
    """A supply of names that never repeats one."""

    __slots__ = ("_next", "_taken")

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def fresh(self, hint: str = "h", low: int | None = 1, high: int | None = None) -> Expr:
        """A new name made from the hint: `h`, then `h2`, `h3`; a hint that ends in a digit gives `h2_2`."""
        hint = hint or "s"
        count = self._next.get(hint, 1)
        joint = "_" if hint[-1:].isdigit() else ""
        text = hint if count == 1 else f"{hint}{joint}{count}"
        while text in self._taken:
            count += 1
            text = f"{hint}{joint}{count}"
        self._next[hint] = count + 1
        self._taken.add(text)
        return name(text, low, high)

    def reserve(self, text: str) -> None:
        """Keep `fresh` from giving out a name that something else uses."""
        self._taken.add(text)
