"""What a fix does to the text, said in places alone: a rule knows the network, not the syntax around it.

`footgun.source.rewrite` turns a change into edits of the user's own file, where it can. In a text
`{torch.nn}` stands for what the file calls that module.
"""

from __future__ import annotations

from footgun.findings import Span
from footgun.records import NamedTuple


class Argument(NamedTuple):
    """Give the call at `call` the argument `name`, or take it away where `text` is None.

    `place` is its position among the unnamed arguments, where it may stand there. Of "dim|axis" the name that
    is given counts; `{}` in a text stands for the tensor.
    """

    call: Span
    name: str
    text: str | None
    place: int | None = None
    tensor: bool = False  # the tensor is the first argument, unless the call is a method of it


class Stated(NamedTuple):
    """State another input of a Keras network, by the argument that the call at `call` has for it.

    `sizes` as texts, without the batch. `batch`: what is stated begins with it, so that `x.shape` becomes
    `x.shape[1:]`; only there may `sizes` be empty.
    """

    call: Span
    sizes: tuple[str, ...]
    batch: bool = False


class Rename(NamedTuple):
    """Another class or function of the same module: `nn.BCELoss()` becomes `nn.BCEWithLogitsLoss()`.

    `call`: the call, or the name itself. `arguments` take the place of those that it has.
    """

    call: Span
    name: str
    arguments: str | None = None


class Keyword(NamedTuple):
    """Give an argument (`place`: all of `lr=0.1`) another name, and with `text` another value.

    Without a `name` it is taken away.
    """

    place: Span
    name: str
    text: str | None = None


class Erase(NamedTuple):
    """Take a layer out of its list, or an application out of the code: `self.drop(x)` becomes `x`."""

    place: Span
    applied: bool  # the place is a call with the tensor, not the construction of a layer in a list


class Follow(NamedTuple):
    """Put a layer after (or `before`) what stands at `place`, a layer in a list or an application.

    `kind` is a class of the layer's own module, `function` one of `torch.nn.functional`; `arguments` of the
    one are those that the other takes after the tensor.
    """

    place: Span
    applied: bool
    kind: str = "ReLU"
    function: str = "relu"
    arguments: str = ""
    before: bool = False


class Instead(NamedTuple):
    """Another layer or function in the place of one, with no arguments but the tensor."""

    place: Span
    applied: bool
    kind: str = "ReLU"
    function: str = "relu"


class Around(NamedTuple):
    """Put text before and after what a call or an operator takes: its argument at `place`, called `name`.

    `place` 0 of `x.view(...)` is `x`, and of `a @ b` it is `a`.
    """

    call: Span
    place: int
    before: str
    after: str
    name: str = ""


class Reapply(NamedTuple):
    """Another expression of the tensor that a call takes: `{}.flatten(1)` for `x.view(-1, 9)`."""

    call: Span
    text: str


class Fuse(NamedTuple):
    """Let one function take the steps of the call `outer` and of `inner`, which stands inside it.

    Its arguments after the tensor are those of `through`, and `settled` says that it needs some.
    """

    outer: Span
    inner: Span
    function: str
    through: Span | None = None
    functional: bool = False  # it is in `torch.nn.functional` alone
    settled: bool = False


class Outplace(NamedTuple):
    """A new tensor for one that is changed: `x += y` becomes `x = x + y`, `relu_` becomes `relu`."""

    place: Span


class Super(NamedTuple):
    """Let `super().__init__()` be the first statement of the method around `place`."""

    place: Span


class Module(NamedTuple):
    """Import from another module: the end `old` of what the statement at `place` says becomes `new`."""

    place: Span
    old: str
    new: str


class Assign(NamedTuple):
    """Keep what a call gives that stands as a statement of its own: `relu(x)` becomes `x = relu(x)`."""

    call: Span


class Own(NamedTuple):
    """Make the layer of `made` once more, under a name of its own, for the application at `call`."""

    made: Span
    call: Span


class Hoist(NamedTuple):
    """Make a layer that is built inside a method once, in `__init__`."""

    made: Span


class Hold(NamedTuple):
    """Wrap what the attribute `name` of the class around `place` is set to in a torch container."""

    place: Span
    name: str
    kind: str  # "list" | "tuple" | "dict"


class Import(NamedTuple):
    """A line that imports, below the other imports."""

    place: Span
    text: str


class Index(NamedTuple):
    """Other indices in the square brackets at `place`."""

    place: Span
    text: str


class Swap(NamedTuple):
    """Let two pieces of the text, as two elements of a list, change places."""

    first: Span
    second: Span
    functions: bool = False  # both are calls, and what they call changes places


class Reorder(NamedTuple):
    """Apply two layers or functions the other way round: `pool(relu(x))` becomes `relu(pool(x))`."""

    inner: Span
    outer: Span
    applied: bool


class Shift(NamedTuple):
    """Move an element of a list right behind another of the same list."""

    place: Span
    after: Span


class Exchange(NamedTuple):
    """Let the first two arguments of a call, or the sides of an operator, change places."""

    call: Span


class Without(NamedTuple):
    """Take those of the arguments away that the call gives by name; it gives at most `most` without one."""

    call: Span
    names: tuple[str, ...]
    most: int = 1


class Given(NamedTuple):
    """A condition: the argument is given, as a "number", or as a call of this method: "parameters"."""

    call: Span
    name: str
    place: int
    kind: str


class Ignored(NamedTuple):
    """A condition: nothing takes what the call gives."""

    call: Span


class Added(NamedTuple):
    """Text behind what a statement adds to a sum or a list; `other` unless the sum is printed and no more."""

    place: Span
    after: str
    other: str


class Itself(NamedTuple):
    """Call an object, and not a method of it: `model.forward(x)` becomes `model(x)`."""

    call: Span


class Left(NamedTuple):
    """The left side of an operator alone: `x / 255` becomes `x`, and `x /= 255` goes."""

    place: Span


class Insert(NamedTuple):
    """Put lines before or after the statement that holds `place`, as deep as it stands.

    `inside`: as the first lines of the block of the compound statement that begins there.
    """

    place: Span
    text: str
    after: bool = False
    inside: bool = False


class Beside(NamedTuple):
    """Put in a line that calls `method`, as "zero_grad()", of an object that the code has a name for.

    That is, by the call at `call`, its `owner`: the "receiver" of the method it calls, the "function" itself,
    or the "result" it is assigned to. `place`, `after` and `inside` as for `Insert`.
    """

    call: Span
    owner: str
    method: str
    place: Span
    after: bool = False
    inside: bool = False


class Start(NamedTuple):
    """Put a line behind the imports with which a file begins."""

    text: str


class Move(NamedTuple):
    """Move a statement before or after another; `inside` as for `Insert`."""

    place: Span
    to: Span
    after: bool = False
    inside: bool = False


class Unmade(NamedTuple):
    """Take away the statement that makes a layer, where it is read in no more than one place.

    `weights`: it has some, so that it may not stay behind without being applied.
    """

    made: Span
    weights: bool = False


class Unassign(NamedTuple):
    """Let the call at `call` be a statement of its own: `x = f(x)` becomes `f(x)`."""

    call: Span


class Under(NamedTuple):
    """Put the statement that holds `place` under a header: `with torch.no_grad():`."""

    place: Span
    header: str


class Remove(NamedTuple):
    """Take away the whole statement that holds `place`; if `alone`, it holds nothing else."""

    place: Span
    alone: bool = False


class Wrap(NamedTuple):
    """Put text before and after an expression."""

    place: Span
    before: str
    after: str


class Replace(NamedTuple):
    """Put other text in the place of an expression; of a `string` that stands there, inside its quotes."""

    place: Span
    text: str
    string: str | None = None


Change = (
    Argument
    | Stated
    | Rename
    | Keyword
    | Erase
    | Follow
    | Instead
    | Around
    | Reapply
    | Fuse
    | Outplace
    | Super
    | Module
    | Assign
    | Own
    | Hoist
    | Hold
    | Import
    | Index
    | Swap
    | Reorder
    | Shift
    | Exchange
    | Without
    | Given
    | Ignored
    | Added
    | Itself
    | Left
    | Insert
    | Beside
    | Start
    | Move
    | Unmade
    | Unassign
    | Under
    | Remove
    | Wrap
    | Replace
)
