"""What a fix does to the text, said in places alone: a rule knows the network, not the syntax around it.

`footgun.source.rewrite` turns a change into edits of the user's own file, where it can.
"""

from __future__ import annotations

from footgun.findings import Span
from footgun.records import NamedTuple


class Argument(NamedTuple):
    """Give the call at `call` the argument `name`, or take it away where `text` is None.

    `place` is its position among the unnamed arguments, where it may stand there.
    """

    call: Span
    name: str
    text: str | None
    place: int | None = None


class Rename(NamedTuple):
    """Call another class or function of the same module: `nn.BCELoss()` becomes `nn.BCEWithLogitsLoss()`."""

    call: Span
    name: str


class Erase(NamedTuple):
    """Take a layer out of its list, or an application out of the code: `self.drop(x)` becomes `x`."""

    place: Span
    applied: bool  # the place is a call with the tensor, not the construction of a layer in a list


class Follow(NamedTuple):
    """Put a torch activation after what stands at `place`, a layer in a list or an application.

    `kind` is a class of `torch.nn`, `function` one of `torch.nn.functional`.
    """

    place: Span
    applied: bool
    kind: str = "ReLU"
    function: str = "relu"


class Swap(NamedTuple):
    """Let two pieces of the text, as two elements of a list, change places."""

    first: Span
    second: Span


class Insert(NamedTuple):
    """Put lines before or after the statement that holds `place`, as deep as it stands.

    `inside`: as the first lines of the block of the compound statement that begins there.
    """

    place: Span
    text: str
    after: bool = False
    inside: bool = False


class Under(NamedTuple):
    """Put the statement that holds `place` under a header: `with torch.no_grad():`."""

    place: Span
    header: str


class Remove(NamedTuple):
    """Take away the whole statement that holds `place`."""

    place: Span


class Wrap(NamedTuple):
    """Put text before and after an expression."""

    place: Span
    before: str
    after: str


class Replace(NamedTuple):
    """Put other text in the place of an expression."""

    place: Span
    text: str


Change = Argument | Rename | Erase | Follow | Swap | Insert | Under | Remove | Wrap | Replace
