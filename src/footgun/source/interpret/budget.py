"""How many steps may be taken: in all, in a part, and in a while that makes nothing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from footgun.network import Program

SHARE = 4  # at most a quarter of all steps goes into defining the names of one imported file
WHILE = 2_000  # steps in which nothing that rules look at is made


class OutOfBudget(Exception):
    """The analysis of this part went over its budget of steps or nodes."""


class Budget:
    """The steps that were taken, and those that may be."""

    def __init__(self, steps: int, program: Program) -> None:
        self.program = program
        self.begun = 0  # how many weights were given first values
        self.steps = 0
        self.most = self.last = steps  # up to the `last` as long as something is made
        self.gained = 0  # what was made when that was looked at
        self.spare = steps // SHARE  # for parts that count for nothing else
        self.extra = 3  # how often a tenth of them may be added to visit what was built

    def made(self) -> int:
        """How much there is of what rules look at."""
        p = self.program
        return self.begun + len(p.nodes) + len(p.layers) + len(p.events) + len(p.arguments)

    def step(self, count: int = 1) -> None:
        """Count steps; stop when there were too many."""
        self.steps += count
        if self.steps > self.most:
            self.spent()

    def spent(self) -> None:
        """Go on for a while where something was made in the last one, else stop."""
        gained = self.made()
        if self.steps > self.last or gained == self.gained:
            raise OutOfBudget
        self.gained = gained
        self.most = min(self.last, self.steps + WHILE)

    def limited(self, count: int, run: Callable[[], object]) -> bool:
        """Run a part within so many steps; False when these are spent, OutOfBudget when all are."""
        most, last = self.most, self.last
        self.last = min(last, self.steps + count)
        self.most = min(most, self.last)
        try:
            run()
        except OutOfBudget:
            if not self.last < self.steps <= last:
                raise
            return False
        finally:
            self.most, self.last = max(self.most, most), last
        return True

    def apart(self, count: int, run: Callable[[], object]) -> bool:
        """Run a part within so many steps that count for nothing else; False when these are spent."""
        count = min(count, self.spare)
        most, last, before = self.most, self.last, self.steps
        self.most = self.last = before + count
        try:
            run()
        except OutOfBudget:
            return False
        finally:
            taken = self.steps - before
            self.most, self.last, self.spare = most + taken, last + taken, self.spare - taken
        return True

    def making(self, count: int, run: Callable[[], object]) -> bool:
        """Run a part until so many steps make nothing; False if they did, OutOfBudget when all are spent."""
        most, gained = self.most, self.gained
        self.most, self.gained = min(most, self.steps + count), self.made()
        try:
            run()
        except OutOfBudget:
            if self.steps > self.last:
                raise
            return False
        finally:
            self.most, self.gained = max(most, self.most), gained
        return True
