"""Where training gets its examples: data sets, their parts, and the loaders that make batches of them."""

from __future__ import annotations

from footgun.findings import Span
from footgun.records import NamedTuple
from footgun.sizes import Size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class DataSet:
    """One data set. Two with one `identity` hold the very same examples."""

    __slots__ = (
        "identity",
        "label",
        "part_of",
        "seeded",
        "size",
        "span",
        "training",
        "transforms",
    )

    def __init__(self, label: str, span: Span, identity: Any) -> None:
        self.label = label  # "CIFAR10", the class of the checked code, "random_split"
        self.span = span
        self.identity = identity
        self.size: Size | None = None  # examples
        self.training: bool | None = None  # the part that is meant for training; None where nothing says
        self.part_of: DataSet | None = None  # what `random_split` or `Subset` took it from
        self.transforms: Pipeline | None = None  # None where not known
        self.seeded: bool | None = None  # whether a random choice of its examples has a generator of its own

    @property
    def whole(self) -> DataSet:
        """The data set that this one is a part of, itself if of none."""
        return self if self.part_of is None else self.part_of.whole


class Loader:
    """What gives batches. Settings are None where they are not known."""

    __slots__ = (
        "batch_place",
        "batch_size",
        "data",
        "identity",
        "shuffle",
        "span",
        "used",
        "workers",
    )

    def __init__(self, span: Span, identity: Any) -> None:
        self.span = span
        self.identity = identity
        self.data: DataSet | None = None
        self.batch_size: int | None = None
        self.batch_place = span  # where the size of a batch is written
        self.shuffle: bool | None = None
        self.workers: int | None = None
        self.used = False  # something takes batches from it, or may


class Step(NamedTuple):
    """One transform of a pipeline; `sizes` are the numbers of its first argument, None where not known."""

    name: str  # "RandomCrop"
    span: Span | None
    sizes: tuple[int, ...] | None = None


class Pipeline(NamedTuple):
    """The transforms of one `Compose`, nested ones taken apart, and whether all of them are followed."""

    span: Span
    steps: tuple[Step, ...]
