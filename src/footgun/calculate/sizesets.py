"""Sets of sizes as people write them: "28", "36 or 37", "32 to 35", "multiples of 16", "45 or more"."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from footgun.records import NamedTuple

# Sizes named one by one, before the rest is only counted.
SHOWN = 6


class Sizes(NamedTuple):
    """Ranges (first, last) and then, from `start` on, `residues` of every `period`: 16, 32, 48, ..."""

    ranges: tuple[tuple[int, int], ...] = ()
    start: int | None = None
    period: int = 1
    residues: tuple[int, ...] = ()

    def __contains__(self, size: object) -> bool:
        if not isinstance(size, int):
            return False
        if self.start is not None and size >= self.start:
            return size % self.period in self.residues
        return any(first <= size <= last for first, last in self.ranges)

    @property
    def empty(self) -> bool:
        """Whether there is none."""
        return not self.ranges and self.start is None

    @property
    def single(self) -> int | None:
        """The only size, None if there are several or none."""
        if self.start is None and len(self.ranges) == 1 and self.ranges[0][0] == self.ranges[0][1]:
            return self.ranges[0][0]
        return None

    @property
    def all(self) -> bool:
        """Whether every size is one."""
        return not self.ranges and self.start == 1 and self.period == 1

    def some(self) -> list[int]:
        """A few of them: the ends of the ranges, and two periods of what follows."""
        found = [size for first, last in self.ranges for size in {first, last}]
        if self.start is not None:
            stop = self.start + 2 * self.period + 1
            found += [size for size in range(self.start, stop) if size % self.period in self.residues]
        return sorted(set(found))

    def near(self, size: int) -> tuple[int, ...]:
        """The nearest sizes below and above: itself on both sides where it is one."""
        if size in self:
            return size, size
        reach = size + 2 * self.period + 1
        if self.start is not None:
            reach = max(reach, self.start + self.period)
        if self.ranges:
            reach = max(reach, self.ranges[-1][1])
        below = next((s for s in range(size, 0, -1) if s in self), None)
        above = next((s for s in range(size + 1, reach + 1) if s in self), None)
        return tuple(s for s in (below, above) if s is not None)

    @property
    def text(self) -> str:
        """In words."""
        parts = [_range(first, last) for first, last in self.ranges]
        if self.start is not None:
            parts.append(self._tail(self.start))
        if not parts:
            return "none"
        if len(parts) > SHOWN:
            parts = [*parts[: SHOWN - 1], "..." if self.start is None else parts[-1]]
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"

    def _tail(self, start: int) -> str:
        if self.period == 1:
            return "any size" if start == 1 and not self.ranges else f"{start} or more"
        if self.residues == (0,):
            least = "" if start == self.period else f" from {start}"
            return f"multiples of {self.period}{least}"
        shown: list[int] = []
        size = start
        while len(shown) < max(3, len(self.residues) + 1) and len(shown) < SHOWN:
            if size % self.period in self.residues:
                shown.append(size)
            size += 1
        return f"{', '.join(map(str, shown))}, ... (every {self.period})"


def _range(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first} or {last}" if last == first + 1 else f"{first} to {last}"


def collected(sizes: Iterable[int]) -> Sizes:
    """A finite set."""
    ranges: list[tuple[int, int]] = []
    for size in sorted(set(sizes)):
        if ranges and ranges[-1][1] == size - 1:
            ranges[-1] = (ranges[-1][0], size)
        else:
            ranges.append((size, size))
    return Sizes(tuple(ranges))


def continued(accepted: Callable[[int], bool], period: int, bound: int) -> Sizes:
    """The set that goes on as it does in the last two periods up to `bound`."""
    held = [size for size in range(1, bound + 1) if accepted(size)]
    tail = {size for size in held if size > bound - period}
    if not tail:
        return collected(held)
    residues = tuple(sorted(size % period for size in tail))
    start = bound
    while start > 1 and ((start - 1) % period in residues) == accepted(start - 1):
        start -= 1
    before = collected(size for size in held if size < start)
    start = next(size for size in range(start, start + period) if size % period in residues)
    step = next(
        p
        for p in range(1, period + 1)
        if period % p == 0 and all((r + p) % period in residues for r in residues)
    )
    return Sizes(before.ranges, start, step, tuple(sorted({r % step for r in residues})))
