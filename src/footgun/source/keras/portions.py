"""Which files of a folder a data set holds: training takes the first of an order, validation the last."""

from __future__ import annotations

from footgun.findings import Span
from footgun.records import NamedTuple
from footgun.source.values import Thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Portion(NamedTuple):
    """The part of a folder that `subset` names; the files stand in the order of `seed`, or sorted."""

    folder: Any
    subset: str
    share: float  # of the files that are held out
    seed: int | None  # None where they are not shuffled
    made: Span


def portion(folder: Any, given: dict[str, Any], made: Span) -> Portion | None:
    """What the arguments of `image_dataset_from_directory` cut, None where they do not say it all."""
    share, subset, seed = given.get("validation_split"), given.get("subset"), given.get("seed")
    shuffle = given.get("shuffle", True)
    if folder is None or subset not in ("training", "validation") or not isinstance(share, float):
        return None
    if shuffle is False:
        return Portion(folder, subset, share, None, made)
    return Portion(folder, subset, share, seed, made) if shuffle is True and type(seed) is int else None


def portion_of(data: Any) -> Portion | None:
    """The portion that a data set was made of, whatever was done to its items since."""
    return data.facts.get("portion") if isinstance(data, Thing) else None


def mixed(trained: Any, held: Any) -> tuple[str, Span, Span] | None:
    """Why files of the validation are in training too, and where both parts are cut."""
    train, test = portion_of(trained), portion_of(held)
    if train is None or test is None or (train.subset, test.subset) != ("training", "validation"):
        return None
    a, b = train.folder, test.folder
    if not (a is b or (isinstance(a, str) and a == b)):
        return None
    if train.seed != test.seed:
        words = ["not shuffled" if s is None else f"shuffled with seed {s}" for s in (train.seed, test.seed)]
        return f"one is {words[0]}, the other {words[1]}", train.made, test.made
    if test.share > train.share:
        return (
            f"training leaves out {train.share:g} of it, validation takes {test.share:g}",
            train.made,
            test.made,
        )
    return None
