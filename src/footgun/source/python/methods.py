"""Methods of Python's own lists, dicts, strings and tuples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.source.bindings import bind
from footgun.source.interpret.assign import set_item
from footgun.source.interpret.iteration import items_of
from footgun.source.interpret.comparing import equal
from footgun.source.values import CONSTANTS, Dict, List, Unknown

if TYPE_CHECKING:
    from footgun.source.callsite import At


@bind("builtins.list.append", "builtins.list.add")
def append(at: At, self: Any, item: Any) -> None:
    at.m.journal.touch(self)
    if len(self) < 100_000:
        self.append(item)


@bind("builtins.list.extend", "builtins.list.update")
def extend(at: At, self: Any, *items: Any) -> None:
    at.m.journal.touch(self)
    for value in items:
        found = items_of(at.m, value)
        if found is None or len(self) + len(found) > 100_000:
            self.open = True
        else:
            self.extend(found)


@bind("builtins.list.insert")
def insert(at: At, self: Any, index: Any, item: Any) -> None:
    at.m.journal.touch(self)
    self.insert(index, item) if isinstance(index, int) else self.append(item)
    self.open = self.open or not isinstance(index, int)


@bind("builtins.list.pop")
def pop(at: At, self: Any, index: Any = -1) -> Any:
    at.m.journal.touch(self)
    if isinstance(index, int) and -len(self) <= index < len(self) and not self.open:
        return self.pop(index)
    return Unknown("an item taken from a list")


@bind("builtins.list.reverse")
def reverse(at: At, self: Any) -> None:
    at.m.journal.touch(self)
    self.reverse()


@bind("builtins.list.sort", "builtins.list.remove", "builtins.list.discard")
def sort(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    at.m.journal.touch(self)
    if at.label != "sort" and args:
        place = next((i for i, v in enumerate(self) if equal(v, args[0]) is True), None)
        if place is not None:
            del self[place]
    elif all(isinstance(v, (int, float)) for v in self) and not kwargs:
        self.sort()


@bind("builtins.list.clear", "builtins.dict.clear")
def clear(at: At, self: Any) -> None:
    if isinstance(self, List):
        at.m.journal.touch(self)
        self.clear()
        self.open = False
    else:
        for key in list(self):
            at.m.journal.delete(self, key)


@bind("builtins.list.copy", "builtins.dict.copy")
def copy(at: At, self: Any) -> Any:
    return List(self, self.open) if isinstance(self, List) else Dict(self, self.open)


@bind("builtins.list.index", "builtins.tuple.index", "builtins.list.count", "builtins.tuple.count")
def index(at: At, self: Any, item: Any, *rest: Any) -> Any:
    answers = [equal(v, item) for v in self]
    if None in answers or getattr(self, "open", False):
        return Unknown("a place in a list")
    if at.label == "count":
        return answers.count(True)
    return answers.index(True) if True in answers else Unknown("a place in a list")


@bind("builtins.dict.items", "builtins.dict.keys", "builtins.dict.values")
def items(at: At, self: Any) -> Any:
    found = {
        "items": lambda: list(self.items()),
        "keys": lambda: list(self),
        "values": lambda: list(self.values()),
    }[at.label]()
    return List(found, self.open)


@bind("builtins.dict.get", "builtins.dict.setdefault", "builtins.dict.pop")
def get(at: At, self: Any, key: Any, default: Any = None) -> Any:
    if not isinstance(key, (*CONSTANTS, tuple)):
        return Unknown("an item under an unknown key")
    try:
        known = key in self
    except TypeError:
        return Unknown("an item under an unknown key")
    if known:
        value = self[key]
        if at.label == "pop":
            at.m.journal.delete(self, key)
        return value
    if at.label == "setdefault":
        set_item(at.m, self, key, default)
    return Unknown("an item that may be missing") if self.open else default


@bind("builtins.dict.update")
def update(at: At, self: Any, *others: Any, **kwargs: Any) -> None:
    for other in others:
        if isinstance(other, Dict):
            for key, value in other.items():
                at.m.journal.write(self, key, value)
            self.open = self.open or other.open
        else:
            self.open = True
    for key, value in kwargs.items():
        at.m.journal.write(self, key, value)


TEXT = (
    "lower",
    "upper",
    "strip",
    "lstrip",
    "rstrip",
    "title",
    "capitalize",
    "replace",
    "split",
    "join",
    "startswith",
    "endswith",
    "format",
    "isdigit",
    "find",
    "count",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "isalpha",
    "zfill",
    "removesuffix",
    "removeprefix",
    "isupper",
    "islower",
)


@bind(*(f"builtins.str.{name}" for name in TEXT))
def text(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if at.label == "join" and args:
        args = (items_of(at.m, args[0]),)
        if args[0] is None or not all(isinstance(v, str) for v in args[0]):
            return Unknown("text")
    elif not all(isinstance(a, (*CONSTANTS, tuple)) for a in (*args, *kwargs.values())):
        return Unknown("text")
    if at.label == "format" and (
        len(self) > 1000 or any(c.isdigit() for c in self.split(":", 1)[-1] if ":" in self)
    ):
        return Unknown("text")
    try:
        result = getattr(self, at.label)(*args, **kwargs)
    except (TypeError, ValueError, IndexError, KeyError, AttributeError):
        return Unknown("text")
    if isinstance(result, str) and len(result) > 100_000:
        return Unknown("text")
    return List(result) if isinstance(result, list) else result
