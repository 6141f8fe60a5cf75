"""The abstract machine: budgets, the tape of applied ops, and what the running program has built so far."""

from __future__ import annotations

import ast
from contextlib import contextmanager

from footgun.findings import Elsewhere, NotChecked, Span
from footgun.network import Event, Layer, Loop, Network, Node, Overwrite, Parameter, Program, Tape, Value
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_weights_type
from footgun.sizes import DType, Expr, Names, Shape, Size
from footgun.source.interpret.budget import Budget, OutOfBudget
from footgun.source.interpret.handed import hand_on
from footgun.source.interpret.journal import Journal
from footgun.source.interpret.loose import mark, same_rank, seen
from footgun.source.namespaces import Globals, Module
from footgun.source.project import Project
from footgun.source.settings import Settings
from footgun.source.values import Abstract, Container, Instance, LayerObject, Unknown, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from footgun.source.interpret.frame import Frame


class UserRaise(Exception):
    """The checked code raises here."""

    def __init__(self, value: Abstract) -> None:
        super().__init__()
        self.value = value


class Machine(Budget):
    """One run over one file. The interpreter's functions take it as their first argument."""

    def __init__(self, path: str, settings: Settings) -> None:
        super().__init__(settings.steps, Program(path))
        self.path = path
        self.start = Span(path, 1, 1, 1, 1)
        self.settings = settings
        self.names = Names()
        self.journal = Journal()
        self.project = Project(path, settings.roots)
        self.program.consulted = self.project.consulted
        self.depth = 0
        self.turns: list[str] = []  # the passes of the loops we are in
        self.running: list[Network] = []  # the networks whose forward runs now; the first is the root
        self.modules: list[Instance | Container] = []  # every module ever built, in order
        self.made_order: list[Any] = []  # root modules and criteria in the order they are built
        self.changes = 0  # grows with every change of a module: remembered outputs are then void
        self.remembered: dict[Any, Any] = {}
        self.places: dict[int, tuple[Span, ast.AST]] = {}  # the syntax is kept, so that no other gets its id
        self.globals: dict[str, Any] = {}
        self.reported: set[tuple[str, int, int | None]] = set()
        self.classes: list[Any] = []
        self.functions: list[Any] = []
        self.documents = False
        self.framework: str | None = None
        self.notes: dict[str, Any] = {}  # what a library remembers of the whole file: imports, settings
        self.grad: bool | None = True  # whether gradients are recorded
        self.tapes: list[Tape] = []  # what records operations for gradients to come, outermost first
        self.train_events = 0  # backward, step and fit calls so far
        self.line_stack: list[Span] = []
        self.trying: list[tuple[Frame, list[ast.ExceptHandler]]] = []  # the handlers of the `try` we are in
        self.asking = 0  # inside branches whose condition asks what a library has
        self.maybe = 0  # inside how many ways that are perhaps not taken
        self.doubt = 0  # inside how many of these that a guard may exclude
        # The `for` loops one pass of which stands for all, and the tensors that they change.
        self.abstract: list[tuple[Frame, Any, set[str]]] = []
        self.stored: dict[ast.AST, set[str]] = {}  # the names that each loop assigns to
        self.tied: dict[int, Unknown] = {}  # values that guards tie to others, by identity
        self.open_loops = 0  # inside how many loops whose number of passes is not known
        # The calls that run now, by function and object: in how much that is not known each began.
        self.entered: dict[tuple[ast.AST, int], list[int]] = {}
        self.pure: dict[Any, bool] = {}  # of functions, whether they only compute,
        self.answers: dict[Any, Abstract] = {}  # and what they gave
        # Where nobody calls the code: functions that did nothing, modules built, and those that ran.
        self.idle: dict[Any, int] = {}
        self.moulds: dict[Any, Any] = {}
        self.repeats: Any = None
        self.loops: list[Any] = []  # the loops whose bodies run now
        self.loop_facts: dict[int, Loop] = {}  # what is known of each, by its syntax
        self.decorators: dict[ast.AST, Any] = {}  # what each decorator of the checked code did so far
        self.visits = 0  # functions run though nobody calls them
        self.visiting = False  # they run now
        self.sparing = False  # what was followed before is not followed again,
        self.training: set[ast.AST] = set()  # but for functions in which something of training happens;
        self.building: set[ast.AST] = set()  # those that make layers
        self.defining = 0  # statements of imported files that run
        self.abroad = False  # a function of an imported file runs that may be left
        self.bare: ast.expr | None = None  # the expression whose value nobody takes
        self.unsure = 0  # how often a branch may have left its block, not known whether
        self.handled: list[Abstract] = []  # the exceptions whose handlers run now
        self.active: list[Any] = []  # the modules whose forward runs now
        self.star_imports = False
        self.stars: list[Module] = []  # of the project, all of whose names the checked file imports
        self.yields: dict[int | None, list[int]] = {}  # the lines, by cell, on which a `yield` may stand
        self.pending: list[Any] = []  # Keras compile and fit calls, linked when every model is traced
        self.hidden_names: set[str] = set()
        self.bindings: Callable[[str], list[Any]] = lambda name: []

    # --- reports ---

    def not_checked(self, reason: str, span: Span | None) -> None:
        """Say once per line that something could not be followed."""
        if span is None or not reason:
            return
        if isinstance(span, Elsewhere):
            span = span.entry
        key = (reason, span.line, span.cell)
        if key not in self.reported:
            self.reported.add(key)
            self.program.not_checked.append(NotChecked(reason, span))

    def span(self, node: ast.AST, frame: Frame) -> Span:
        """Where a piece of syntax stands in the reader's own file; loops ask again and again."""
        known = self.places.get(id(node))
        if known is not None:
            place = known[0]
            if type(frame.globals) is not Globals:
                return place
            here = self.line_stack[-1] if self.line_stack else self.start
            if place.entry is (here.entry if type(here) is Elsewhere else here):  # type: ignore[attr-defined]
                return place
        try:
            line, column = node.lineno, node.col_offset + 1  # type: ignore[attr-defined]
            end_line, end = node.end_lineno, node.end_col_offset  # type: ignore[attr-defined]
        except AttributeError:
            line, column, end_line, end = 1, 1, None, None
        end_line, end = end_line or line, column if end is None else end + 1
        if type(frame.globals) is Globals:
            made: Span = self.elsewhere((frame.globals.shown, line, column, end_line, end, None))
        else:
            made = Span._make((self.path, line, column, end_line, end, frame.cell))
        self.places[id(node)] = made, node
        return made

    # --- loops ---

    @contextmanager
    def turn(self, text: str) -> Iterator[None]:
        """Name the pass of the loop that runs now."""
        self.turns.append(text)
        try:
            yield
        finally:
            self.turns.pop()

    @contextmanager
    def at(self, place: Span) -> Iterator[None]:
        """What happens now happens at this place of the text."""
        self.line_stack.append(place)
        try:
            yield
        finally:
            self.line_stack.pop()

    @property
    def pass_name(self) -> str:
        """The innermost pass of a loop, as shown to the user."""
        return self.turns[-1] if self.turns else ""

    # --- training ---

    def event(
        self,
        kind: str,
        subject: Any = None,
        mode: str = "",
        span: Span | None = None,
        given: Sequence[Any] = (),
    ) -> None:
        """Something that training or evaluation is made of happens here and now."""
        if len(self.program.events) >= MOST_EVENTS:
            raise OutOfBudget
        loops = self.around
        place = span or self.here
        perhaps = self.maybe > 0
        event = Event(kind, place, subject, loops, self.grad, perhaps, self.visits, mode, given)
        event.tapes = tuple(self.tapes)
        self.program.events.append(event)

    @property
    def around(self) -> list[Loop]:
        """The loops that run now, outermost first."""
        return [self.loop_facts[id(node)] for node in self.loops if id(node) in self.loop_facts]

    # --- the tape ---

    def place(
        self, op: Op, inputs: tuple[Value, ...], output: Value, label: str, span: Span | None = None
    ) -> Node:
        """Put an op with a ready-made output on the tape."""
        node = Node(op, inputs, label, span or self.here, None, self.pass_name)
        node.outputs = (output,)
        output.made_by = node
        for value in inputs:
            same_rank(value, output)
        output.span = output.span or node.called
        hand_on(node)
        self.add(node)
        return node

    @property
    def here(self) -> Span:
        """The user's line that runs now."""
        return self.line_stack[-1] if self.line_stack else self.start

    @property
    def entry(self) -> Span:
        """The line of the checked file that runs now, or that led into the imported file that does."""
        here = self.here
        return here.entry if isinstance(here, Elsewhere) else here

    def again(self, place: Span) -> Span:
        """A place of an imported file that is used again, now from the line that runs."""
        if not isinstance(place, Elsewhere) or place.entry == self.entry:
            return place
        return self.elsewhere(place)

    def elsewhere(self, place: tuple[Any, ...]) -> Elsewhere:
        """A place of an imported file, reached from where we are."""
        made = Elsewhere._make(place)
        made.above = self.here
        made.entry = self.entry
        return made

    def add(self, node: Node) -> None:
        """Put a node on the tape."""
        if len(self.program.nodes) >= self.settings.nodes:
            raise OutOfBudget
        self.program.nodes.append(node)
        node.perhaps = self.maybe > 0
        node.recorded = self.grad
        for tape in self.tapes:
            tape.nodes.add(id(node))
        if self.running:
            node.network = self.running[0]
            self.running[0].nodes.append(node)

    def apply(
        self,
        op: Op,
        inputs: tuple[Value, ...],
        label: str,
        span: Span | None = None,
        layer: Layer | None = None,
        dtype: DType | None = None,
    ) -> Value | tuple[Value, ...]:
        """Apply an op: infer the output, record faults, extend the tape."""
        node = Node(
            op, inputs, label, span or self.here, layer, (layer.turn if layer else "") or self.pass_name
        )
        check = Check(self.names)
        if layer is not None and layer.settings.get("inplace") is True:
            self.overwrite(inputs[0], label, node.called)
        shapes = seen(op, inputs, self.names)
        result = op.infer(check, *shapes)
        verify = getattr(op, "check_dtypes", None)
        if verify is not None:
            verify(check, shapes, [v.dtype for v in inputs])
        node.faults = [] if self.doubt else check.faults
        guessed = next((f for f in check.faults if f.kind in GUESSES), None)
        if guessed is None and not (op.mixes and getattr(op, "spatial", None) is None):
            guessed = next((v.assumed for v in inputs if v.assumed), None)
        many = isinstance(result, list) or (
            isinstance(result, tuple) and any(r is None or isinstance(r, tuple) for r in result)
        )
        outputs: list[Shape | None] = list(result) if many else [result]  # type: ignore[arg-type,list-item]
        kind = dtype or op.joint_dtype(shapes, [v.dtype for v in inputs])
        if (
            layer is not None
            and op.own_type
            and not require_weights_type(check, layer.dtype, [inputs[0].dtype])
        ):
            kind = layer.dtype
        node.outputs = tuple(Value(s, kind, node, node.called, assumed=guessed) for s in outputs)
        if op.places and len(node.outputs) == 2:
            node.outputs[1].dtype = "int64"
        hand_on(node)
        mark(op, inputs, shapes, node.outputs)
        if layer is not None and not layer.parameters:
            self.build(layer, shapes)
        if self.notes.get("devices") is not None:
            self.notes["devices"](node)
        self.add(node)
        return node.outputs if many else node.outputs[0]

    def overwrite(
        self, value: Abstract, label: str, span: Span | None = None, place: int | None = None
    ) -> None:
        """A tensor is changed in place, in a forward pass: by the next node, or by that of the `place`."""
        if isinstance(value, Value) and self.running and "parameter" not in value.facts:
            place = len(self.program.nodes) if place is None else place
            change = Overwrite(value, place, label, span or self.here, self.running[0], self.maybe > 0)
            self.program.overwrites.append(change)

    def build(self, layer: Layer, shapes: list[Shape | None]) -> None:
        """Give a layer its weights, once its input is known."""
        try:
            weights = list(layer.op.weights(*shapes))
        except (TypeError, ValueError, IndexError, AttributeError):
            return
        for name, shape in weights:
            kind = "bias" if "bias" in name else "kernel"
            made = Parameter(name, shape, layer.initializers.get(kind))
            made.requires_grad = layer.trainable
            layer.parameters.append(made)

    # --- sizes and tensors out of abstract values ---

    def size(self, value: Abstract, hint: str = "s", low: int = 1) -> Size:
        """A size; a fresh name, for at least `low`, where the value is not known."""
        if isinstance(value, Expr):
            return value
        if isinstance(value, (int, float)) and abs(value) < LARGEST_SIZE and value == int(value):
            return int(value)
        return self.names.fresh(hint, low)

    def tensor(self, value: Abstract) -> Value:
        """A tensor; one of unknown shape where the value is not known to be one."""
        if isinstance(value, Value):
            return value
        if isinstance(value, (bool, int, float, complex)):
            return Value((), facts_dtype(value), span=self.here)
        return Value(None, span=self.here)

    def forget(self, span: Span, what: str) -> Unknown:
        """Note that something is not followed and give the unknown value for it."""
        self.not_checked(what, span)
        return Unknown(what)

    def bindings_of(self, name: str) -> list[Any]:
        """Every place of the file that binds a name."""
        return self.bindings(name)

    def owned(self, value: Abstract) -> None:
        """Mark modules inside a value as parts of another one."""
        for item in leaves(value):
            if isinstance(item, (Instance, LayerObject, Container)):
                item.owned = True


MOST_EVENTS = 1_000  # rules hold them against each other; a loop that trains runs for a pass or two
LARGEST_SIZE = 2**63  # of a tensor's axis; infinity and what is no number are beyond it
GUESSES = frozenset({"window", "elements", "rank", "broadcast", "concat", "matmul"})


def facts_dtype(value: Any) -> DType:
    """The dtype torch gives a Python number."""
    if isinstance(value, bool):
        return "bool"
    return "int64" if isinstance(value, int) else "complex64" if isinstance(value, complex) else "float32"
