"""All that a front end learned from one file: the single thing a rule reads."""

from __future__ import annotations

from footgun.findings import NotChecked, Span
from footgun.network.data import Loader, Pair, Pipeline, Scaling, Split
from footgun.network.network import Network
from footgun.network.node import Layer, Node, Parameter
from footgun.network.trace import Event
from footgun.network.training import CompileUse, FitUse, LossUse, OptimizerUse, ScheduleUse
from footgun.network.value import Value
from footgun.records import NamedTuple
from footgun.sizes import Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ArgumentFault(NamedTuple):
    """A call that the real signature or the constructor itself refuses."""

    message: str  # says what is wrong: "`Conv2d` has no argument `filters`"
    span: Span
    help: str | None = None
    labels: tuple[tuple[Span, str], ...] = ()
    mend: Any = None  # what of `footgun.changes` mends it


class NameFault(NamedTuple):
    """A name used and never (or only later) defined."""

    name: str
    span: Span
    defined_later: Span | None = None


class SyntaxFaultAt(NamedTuple):
    """A statement that could not be parsed and was stepped over or mended."""

    message: str
    span: Span
    put: tuple[tuple[Span, str], ...] = ()  # what was put in where, if that mends all of it


class ShapeComment(NamedTuple):
    """A comment that states a shape, beside the value it speaks of."""

    stated: tuple[Any, ...]
    value: Value
    span: Span
    text: str


class NameUse(NamedTuple):
    """A library's name that the code reads, or an argument that it gives by name."""

    name: str  # canonical: "torchvision.transforms.Resize"
    span: Span
    keyword: str = ""  # the argument, empty for the name itself
    value: Any = None  # what the argument is given, where it is a plain constant
    guarded: bool = False  # inside `try`, or under a question what the library has


class Unregistered(NamedTuple):
    """Modules that a torch module keeps in a plain list or dict."""

    name: str  # the attribute
    kind: str  # "list" | "tuple" | "dict"
    modules: int  # how many
    span: Span  # where the first of them is made
    flat: bool = True  # they stand in it alone, and in no list or tuple inside it


class Unequal(NamedTuple):
    """Examples that a loader stacks to a batch, though nothing gives them one size."""

    span: Span  # the loader
    side: Span | None  # the step that sets their shorter side alone, None where there is none


class Unused(NamedTuple):
    """Something built that nothing in the file uses."""

    kind: str  # "layer" | "model"
    name: str  # the attribute or variable that holds it
    label: str  # what it is: "Linear", "resnet18"
    span: Span


class Overwrite(NamedTuple):
    """A change of a tensor in place."""

    value: Value  # as it was before
    place: int  # how many nodes ran before it
    label: str  # "relu_", "+="
    span: Span
    network: Network | None  # whose forward runs
    perhaps: bool  # in a branch that may not be taken


class Unapplied(NamedTuple):
    """A function that sets the first weights of a network and is not used, or finds no layer there."""

    name: str
    span: Span  # the function, or where it is applied
    method: bool = False  # of the network itself
    network: str = ""  # the class it is applied to, where it finds nothing
    defined: Span | None = None  # the function, where `span` is not


class Unfilled(NamedTuple):
    """A weight made of memory that nothing was written to."""

    name: str  # the attribute
    shape: Shape
    span: Span  # where it is made


class SuperInitFault(NamedTuple):
    """A Module class whose `__init__` sets attributes before (or without) `super().__init__()`."""

    class_name: str
    span: Span  # the class or the first attribute set too early
    missing: bool


class UnknownString(NamedTuple):
    """A string that the framework resolves to an object, and that names none (or the wrong kind)."""

    role: str  # "loss" | "optimizer" | "activation" | "initializer" | "metric"
    text: str
    span: Span
    is_kind: str | None = None  # what it names instead, e.g. "metric"


class Program:
    """The facts of one file, in the order the code runs."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.networks: list[Network] = []
        self.nodes: list[Node] = []  # every node, in networks or not
        self.layers: list[Layer] = []  # every layer constructed
        self.losses: list[LossUse] = []
        self.loaders: list[Loader] = []
        self.pipelines: list[Pipeline] = []  # of transforms
        self.splits: list[Split] = []
        self.scalings: list[Scaling] = []
        self.pairs: list[Pair] = []
        self.optimizers: list[OptimizerUse] = []
        self.schedules: list[ScheduleUse] = []
        self.compiles: list[CompileUse] = []
        self.fits: list[FitUse] = []
        self.sources: tuple[str, ...] = ()  # the text of each cell
        self.events: list[Event] = []  # of training and evaluation, in the order they happen
        self.arguments: list[ArgumentFault] = []
        self.names: list[NameFault] = []
        self.syntax: list[SyntaxFaultAt] = []
        self.shape_comments: list[ShapeComment] = []
        self.super_inits: list[SuperInitFault] = []
        self.unknown_strings: list[UnknownString] = []
        self.unused: list[Unused] = []
        self.weights: list[Parameter] = []  # that the code makes itself: `nn.Parameter(...)`
        self.unapplied: list[Unapplied] = []
        self.unfilled: list[Unfilled] = []
        self.unregistered: list[Unregistered] = []
        self.unequal: list[Unequal] = []
        self.overwrites: list[Overwrite] = []
        self.objectives: list[Value] = []  # what the checked code's own loss functions give to Keras
        self.discarded: list[Node] = []  # applied as a statement of their own: nothing takes their output
        self.uses: dict[NameUse, None] = {}  # an ordered set
        self.not_checked: list[NotChecked] = []
        self.consulted: dict[str, None] = {}  # paths beside the file that decide what its imports mean
        self.remembered: dict[str, Any] = {}  # what several rules ask, worked out once
        # Comments and blocks with their positions, for suppressions.
        self.comments: tuple[Any, ...] = ()
        self.blocks: list[
            tuple[int, int, int | None]
        ] = []  # (first line, last line, cell) of each compound statement
        self.documents: bool = False  # snippets in prose: imports and training may be left out
        self.stated_input: Shape | None = None
        # Which parts could be followed to the end: "main" script ran, training seen ...
        self.trains: bool = False  # a backward(), fit or training loop is in the file

    def mentions(self, method: str) -> bool:
        """Whether the text calls a method of this name anywhere, followed or not."""
        return any(f".{method}(" in source for source in self.sources)
