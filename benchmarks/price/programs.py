"""A fault and the two programs that differ in it alone: a recipe, and the recipe with the fault put in.

A recipe is a whole training program, as plain text. A fault is an exact replacement in that text, so the same
text is run to measure its price and checked by footgun to see that it is found.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

RECIPES = Path(__file__).parent / "recipes"
Edits = tuple[tuple[str, str], ...]


class Fault(NamedTuple):
    """One fault of a rule, and how it gets into a recipe."""

    code: str
    recipe: str
    put_in: Edits
    label: str = ""  # what tells it from other faults of the rule, and what both programs have changed
    setting: Edits = ()  # changes of the recipe that both programs have
    measures: tuple[str, ...] = ("accuracy",)
    stops: bool = False  # it raises, so there is nothing to measure
    beside: tuple[str, ...] = ()  # codes of other findings that this fault rightly brings with it
    same_seed: bool = False  # all runs have one seed
    seen: bool = True  # whether footgun sees it in this program

    @property
    def sound(self) -> str:
        """The program without the fault."""
        return changed(recipe(self.recipe), self.setting)

    @property
    def faulty(self) -> str:
        """The program with it."""
        return changed(self.sound, self.put_in)

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it among all."""
        return self.code, self.recipe, self.label


def recipe(name: str) -> str:
    """The text of a sound program."""
    return (RECIPES / f"{name}.py").read_text(encoding="utf-8")


def changed(text: str, edits: Edits) -> str:
    """The text after replacements, each of which must find something to replace."""
    for old, new in edits:
        if old not in text:
            raise ValueError(f"the recipe has no {old!r}")
        text = text.replace(old, new)
    return text


def title(name: str) -> str:
    """What a recipe is, in the words of its docstring: the data, and Keras where it is not PyTorch."""
    words = recipe(name).split('"""')[1]
    return words.split(",")[0] + (", Keras" if "Keras" in words else "")


def seeded(text: str, seed: int, epochs: int | None = None) -> str:
    """The program with another seed and, for a trial, another number of epochs."""
    text = text.replace("SEED = 0\n", f"SEED = {seed}\n")
    return text if epochs is None else re.sub(r"^EPOCHS = \d+$", f"EPOCHS = {epochs}", text, flags=re.M)


def needs(text: str) -> set[str]:
    """The libraries that a program imports."""
    return set(re.findall(r"^(?:import|from) (keras|sklearn|torch|torchvision)\b", text, re.M))
