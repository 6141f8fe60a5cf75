"""What a library's calls mean. A binding is a function of ours whose own signature is the library's.

    @bind("torch.nn.Linear")
    def linear(at, in_features, out_features, bias=True, device=None, dtype=None): ...

`at` is the call site; after it come exactly the library's parameters, so binding a call finds wrong arguments
for free, and a test compares every signature with the installed library's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from footgun.source.given import Gap, Rest
from footgun.source.registry import Handler as Handler
from footgun.source.registry import register
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# numpy's names for parameters of torch, and the parts of torch that are plain Python and know none of them.
NUMPY = {"axis": "dim", "keepdims": "keepdim", "x": "input", "a": "input", "x1": "input", "x2": "other"}
STRICT = ("torch.nn.", "torch.optim.", "torch.utils.", "torch.cuda.", "torch.amp.", "torch.jit.")
# Arguments people bring from the other framework or an older release.
SUGGEST = {
    "filters": "out_channels", "units": "out_features", "strides": "stride", "rate": "p",
    "out_channels": "filters",
    "in_channels": "filters", "out_features": "units", "stride": "strides", "p": "rate",
    "kernel": "kernel_size",
    "activation": "", "input_shape": "", "learning_rate": "lr", "lr": "learning_rate",
}  # fmt: skip


def bind(*names: str) -> Callable[[Handler], Handler]:
    """Register a handler under canonical library names."""

    def wrap(handler: Handler) -> Handler:
        for name in names:
            register(name, handler)
        return handler

    return wrap


class Signature:
    """The parameters of a handler, without inspect (it is slow to import)."""

    __slots__ = ("first", "keyword_only", "least", "nameless", "needed", "positional", "rest", "variadic")

    def __init__(self, handler: Handler) -> None:
        code = handler.__code__
        count, only = code.co_argcount, code.co_kwonlyargcount
        self.positional: tuple[str, ...] = code.co_varnames[1:count]
        self.keyword_only: tuple[str, ...] = code.co_varnames[count : count + only]
        self.nameless: tuple[str, ...] = code.co_varnames[1 : code.co_posonlyargcount]
        self.variadic = bool(code.co_flags & 0x04)
        self.rest = bool(code.co_flags & 0x08)
        first = len(self.positional) - len(handler.__defaults__ or ())
        known = handler.__kwdefaults__ or {}
        self.needed = (*self.positional[:first], *[key for key in self.keyword_only if key not in known])
        self.count()

    def count(self) -> None:
        """How many arguments without a name are enough; the parameters that so many of them give."""
        lacks = any(key in self.keyword_only for key in self.needed)
        given = [self.positional.index(key) + 1 for key in self.needed if key in self.positional]
        self.least = len(self.positional) + 1 if lacks else max(given, default=0)
        self.first = [frozenset(self.positional[:count]) for count in range(len(self.positional) + 1)]

    @classmethod
    def written(cls, text: str) -> Signature:
        """Parameters as a text: `params lr=0.01 * foreach=None **`; those without a default are needed."""
        made = cls.__new__(cls)
        made.rest = text.endswith("**")
        text = text.removesuffix("**")
        words = [part.split() for part in text.partition(" * ")[::2]]
        made.positional, made.keyword_only = (tuple(w.split("=")[0] for w in part) for part in words)
        made.variadic = False
        made.nameless = ()
        made.needed = tuple(w for part in words for w in part if "=" not in w)
        made.count()
        return made


SIGNATURES: dict[Handler, Signature] = {}


def bind_texts(texts: dict[str, str], make: Callable[[str], Handler], place: str) -> dict[str, Handler]:
    """Register many classes of one kind; `texts` says their parameters by name."""
    made = {}
    for name, text in texts.items():
        made[name] = handler = make(name)
        SIGNATURES[handler] = Signature.written(text)
        register(f"{place}.{name}", handler)
    return made


def signature(handler: Handler) -> Signature:
    """The cached signature of a handler."""
    found = SIGNATURES.get(handler)
    if found is None:
        found = SIGNATURES[handler] = Signature(handler)
    return found


def call_handler(at: At, handler: Handler, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Bind the arguments as Python would, report what does not fit, and call with what does."""
    known = signature(handler)
    plain = not kwargs and known.least <= len(args) <= len(known.positional) and not at.open_arguments
    if plain and not (known.rest and isinstance(kwargs, Rest)):
        at.given = known.first[len(args)]
        at.names = known.positional
        return handler(at, *args)
    args = list(args)
    if at.open_arguments and not known.variadic:
        args = args[: next((i for i, a in enumerate(args) if isinstance(a, Gap)), len(args))]
    if len(args) > len(known.positional) and not known.variadic:
        given, most = len(args), len(known.positional)
        at.refuse(f"`{at.label}` takes at most {most} positional argument{'s' * (most != 1)}, {given} given")
        args = args[: len(known.positional)]
    accepted: dict[str, Any] = {}
    strange: list[str] = []
    visited = isinstance(kwargs, Rest)
    if at.name.startswith("torch.") and not at.name.startswith(STRICT):
        kwargs = renamed(known, kwargs)
    for key, value in kwargs.items():
        if (key in known.positional or key in known.keyword_only) and key not in known.nameless:
            if key in known.positional[: len(args)]:
                at.refuse(f"`{at.label}` gets `{key}` twice", argument=key)
                continue
            accepted[key] = value
        elif known.rest:
            if known_to_torch(at, key):
                accepted[key] = value
            else:
                strange.append(key)
        else:
            strange.append(key)
    missing = [k for k in known.needed if k not in accepted and k not in known.positional[: len(args)]]
    for key in strange:
        perhaps = at.m.maybe or (at.frame is not None and at.frame.returns)
        if perhaps and at.node is not None and all(k.arg != key for k in at.node.keywords):
            continue  # it came with `**`, and this way is perhaps not taken with it
        unknown_argument(at, key, (*known.positional, *known.keyword_only), missing)
    if not at.open_arguments:
        for place, key in enumerate(missing):
            if place >= len(strange) and not visited:  # else it was given under another name
                at.refuse(f"`{at.label}` misses the argument `{key}`", help=f"give `{key}`")
            accepted[key] = Unknown(f"`{key}` is missing")
    else:
        for key in (*known.positional[len(args) :], *known.keyword_only):
            if key not in accepted:
                accepted[key] = Unknown(f"`{key}` of `{at.label}`")
    if "at" in accepted and not handler.__code__.co_posonlyargcount:
        del accepted["at"]  # the handler's own first name
        at.open_arguments = True
    at.given = frozenset((*known.positional[: len(args)], *accepted))
    at.names = known.positional
    if visited and known.rest:
        at.open_arguments = True  # whatever the handler passes them on to
    return handler(at, *args, **accepted)


def renamed(known: Signature, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Compiled functions of torch also take numpy's names, and most of them `out`."""
    names = (*known.positional, *known.keyword_only)
    made = {NUMPY[k] if k not in names and NUMPY.get(k) in names else k: v for k, v in kwargs.items()}
    if "out" not in names:
        made.pop("out", None)
    return made


def known_to_torch(at: At, key: str) -> bool:
    """Whether a compiled function, whose binding takes any argument, really takes this one."""
    owner, _, last = at.name.rpartition(".")
    if owner not in ("torch", "torch.Tensor"):
        return True
    from footgun.source.torch._parameters import taken

    names = taken(last)
    return not names or key in names or NUMPY.get(key) in names


def unknown_argument(at: At, key: str, names: tuple[str, ...], missing: Sequence[str] = ()) -> None:
    """Report an argument that the call does not have, with the name that was probably meant."""
    from difflib import get_close_matches

    meant = SUGGEST.get(key, "")
    if meant not in names:
        meant = next(iter(get_close_matches(key, names, 1, 0.7)), "")
    if not meant and len(missing) == 1:
        meant = missing[0]
    some = ", ".join(f"`{name}`" for name in names[:6])
    help = f"use `{meant}`" if meant else f"it takes {some}" if names else None
    from footgun.changes import Keyword

    mend = Keyword(at.argument_span(key), meant) if meant else None
    at.refuse(f"`{at.label}` has no argument `{key}`", argument=key, help=help, mend=mend)
