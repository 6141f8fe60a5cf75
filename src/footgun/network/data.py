"""Where training gets its examples: data sets, their parts, and the loaders that make batches of them."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network.value import Value
from footgun.records import NamedTuple
from footgun.sizes import Size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class DataSet:
    """One data set. Two with one `identity` hold the very same examples."""

    __slots__ = (
        "decodes",
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
        self.decodes = False  # each example is read and decoded whenever it is asked for
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
        "workers_place",
    )

    def __init__(self, span: Span, identity: Any) -> None:
        self.span = span
        self.identity = identity
        self.data: DataSet | None = None
        self.batch_size: int | None = None
        self.batch_place = span  # where the size of a batch is written
        self.shuffle: bool | None = None
        self.workers: int | None = None
        self.workers_place = span  # where their number is written
        self.used = False  # something takes batches from it, or may


class Step(NamedTuple):
    """One transform of a pipeline; `sizes` are the numbers of its first argument, None where not known.

    `numbers`: all that it takes off and divides by, where they are known and none would undo the same.
    """

    name: str  # "RandomCrop"
    span: Span | None
    sizes: tuple[int, ...] | None = None
    numbers: tuple[float, ...] | None = None


class Pipeline(NamedTuple):
    """The transforms of one `Compose`, nested ones taken apart, and whether all of them are followed."""

    span: Span
    steps: tuple[Step, ...]


class Split(NamedTuple):
    """Arrays that are cut at the same place into what is trained on and what is held out."""

    span: Span
    arrays: tuple[Any, ...]  # a Value each, or what the front end has for one that is not followed


class Scaling(NamedTuple):
    """Numbers that are changed by what was learned from examples: their mean, their extremes, their axes."""

    label: str  # "StandardScaler"
    fitted: Span  # where it learns
    span: Span  # where it changes numbers
    made: Value
    own: bool  # it has learned from the very examples that it changes here, and these are all there are
    beyond: bool  # it has learned from all there are, of which those changed here are a part
    part: Value | None = None  # the part of a split that it has learned from and that it changes
    layer: bool = False  # a layer that has learned: `made` itself stays as it was


class Pair(NamedTuple):
    """Two arrays given together: an example of the first belongs to the one at its place in the second."""

    x: Value
    y: Value
    span: Span
    when: int  # how many events came before
