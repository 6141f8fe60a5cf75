"""Methods of Python's own lists, sets, dicts and iterators."""

from __future__ import annotations

import ast

from footgun.source.bindings import bind
from footgun.source.interpret.assign import set_item
from footgun.source.interpret.comparing import combine, contains, distinct, equal, within
from footgun.source.interpret.iteration import advance, items_of
from footgun.source.interpret.raising import failure
from footgun.source.interpret.subscript import dict_item
from footgun.source.loops import kept
from footgun.source.special import key_of
from footgun.source.values import Dict, List, Set, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

LIMIT = 100_000


@bind("builtins.list.append", "builtins.deque.append")
def append(at: At, self: Any, item: Any) -> None:
    at.m.journal.touch(self)
    if at.m.loops and at.node is not None and isinstance(at.node.func, ast.Attribute):
        kept(at.m, at.frame, at.node.func.value, item)
    if len(self) < LIMIT:
        self.append(item)
    else:
        self.open = True


@bind("builtins.set.add")
def add(at: At, self: Any, item: Any) -> None:
    at.m.journal.touch(self)
    answer = contains(item, self)
    if answer is not True and len(self) < LIMIT:
        self.append(item)
        self.open = self.open or answer is None


@bind("builtins.list.extend")
def extend(at: At, self: Any, items: Any) -> None:
    at.m.journal.touch(self)
    found = items_of(at.m, items)
    if found is None or len(self) + len(found) > LIMIT:
        if isinstance(items, List) and len(self) + len(items) <= LIMIT:
            self.extend(items)
        self.open = True
    else:
        self.extend(found)


@bind("builtins.set.update")
def update_set(at: At, self: Any, *others: Any) -> None:
    at.m.journal.touch(self)
    for other in others:
        found = items_of(at.m, other)
        if found is None:
            self.open = True
        else:
            made = distinct([*self, *found], self.open)
            self[:], self.open = made, made.open


@bind("builtins.list.insert")
def insert(at: At, self: Any, index: Any, item: Any) -> None:
    at.m.journal.touch(self)
    self.insert(index, item) if isinstance(index, int) else self.append(item)
    self.open = self.open or not isinstance(index, int)


@bind("builtins.list.appendleft")
def appendleft(at: At, self: Any, item: Any) -> None:
    at.m.journal.touch(self)
    self.insert(0, item)


@bind("builtins.list.pop", "builtins.set.pop", "builtins.list.popleft")
def pop(at: At, self: Any, index: Any = -1) -> Any:
    at.m.journal.touch(self)
    index = 0 if at.label == "popleft" else index
    if isinstance(index, int) and -len(self) <= index < len(self) and not self.open:
        return self.pop(index)
    self.open = True
    return Unknown("an item taken from a list")


@bind("builtins.list.reverse")
def reverse(at: At, self: Any) -> None:
    at.m.journal.touch(self)
    self.reverse()


@bind("builtins.list.sort")
def sort(at: At, self: Any, *, key: Any = None, reverse: Any = False) -> None:
    from footgun.source.python.sequences import ordered

    at.m.journal.touch(self)
    if not self.open:
        self[:] = ordered(at, list(self), key, reverse)


@bind("builtins.list.remove", "builtins.set.remove", "builtins.set.discard")
def remove(at: At, self: Any, item: Any) -> None:
    at.m.journal.touch(self)
    answers = ((place, equal(other, item)) for place, other in enumerate(self))
    place, answer = next((found for found in answers if found[1] is not False), (0, False))
    if answer:
        del self[place]
    elif answer is None:
        self.open = True
    elif not self.open and at.label == "remove":
        failure(at.m, "KeyError" if isinstance(self, Set) else "ValueError", "")


@bind("builtins.list.clear", "builtins.set.clear")
def clear(at: At, self: Any) -> None:
    at.m.journal.touch(self)
    self.clear()
    self.open = False


@bind("builtins.dict.clear")
def clear_dict(at: At, self: Any) -> None:
    at.m.journal.replace(self, {})
    self.open = False


@bind("builtins.list.copy", "builtins.set.copy")
def copy(at: At, self: Any) -> Any:
    return type(self)(self, self.open)


@bind("builtins.dict.copy")
def copy_dict(at: At, self: Any) -> Any:
    made = Dict(self, self.open)
    made.factory = self.factory
    return made


@bind("builtins.list.index", "builtins.tuple.index", "builtins.list.count", "builtins.tuple.count")
def index(at: At, self: Any, item: Any, *rest: Any) -> Any:
    answers = [equal(v, item) for v in self]
    if None in answers or getattr(self, "open", False) or rest:
        return Unknown("a place in a list")
    if at.label == "count":
        return answers.count(True)
    return answers.index(True) if True in answers else failure(at.m, "ValueError", "a place in a list")


@bind(
    *(
        f"builtins.set.{n}"
        for n in ("union", "intersection", "difference", "symmetric_difference", "issubset", "issuperset")
    )
)
def set_operation(at: At, self: Any, *others: Any) -> Any:
    names = {"union": "bitwise_or", "intersection": "bitwise_and", "difference": "sub"}
    made: Any = self
    for other in others:
        items = items_of(at.m, other)
        second = distinct(items or [], items is None)
        if at.label.startswith("is"):
            return within("le" if at.label == "issubset" else "ge", self, second)
        made = combine(names.get(at.label, "bitwise_xor"), made, second)
        if not isinstance(made, Set):
            return made
    return Set(made, made.open) if isinstance(made, List) else made


@bind("builtins.dict.items", "builtins.dict.keys", "builtins.dict.values")
def items(at: At, self: Any) -> Any:
    if at.label == "keys":
        return Set(list(self), self.open)
    return List(list(self.items()) if at.label == "items" else list(self.values()), self.open)


@bind("builtins.dict.get", "builtins.dict.setdefault", "builtins.dict.pop")
def get(at: At, self: Any, key: Any, *default: Any) -> Any:
    key = key_of(key)
    if isinstance(key, Unknown):
        if at.label == "setdefault":
            at.m.journal.touch(self)
            self.open = True
        return Unknown("an item under an unknown key")
    if key in self:
        value = self[key]
        if at.label == "pop":
            at.m.journal.delete(self, key)
        return value
    if at.label == "setdefault":
        missing = Unknown("an item that was there perhaps") if self.open else None
        set_item(at.m, self, key, missing or (default[0] if default else None))
    if self.open:
        return Unknown("an item that may be missing")
    if at.label == "pop" and not default:
        return failure(at.m, "KeyError", "an item that is missing")
    return default[0] if default else None


@bind("builtins.dict.popitem")
def popitem(at: At, self: Any, last: Any = True) -> Any:
    if self.open or not self or not isinstance(last, bool):
        return (Unknown("a key"), Unknown("an item"))
    key = list(self)[-1 if last else 0]
    value = self[key]
    at.m.journal.delete(self, key)
    return (key, value)


@bind("builtins.dict.move_to_end")
def move_to_end(at: At, self: Any, key: Any, last: Any = True) -> None:
    known = key_of(key)
    if isinstance(self, Dict) and known in self:
        rest = {k: v for k, v in self.items() if k != known}
        moved = {known: self[known]}
        at.m.journal.replace(self, {**rest, **moved} if last is not False else {**moved, **rest})


@bind("builtins.dict.__getitem__")
def getitem(at: At, self: Any, key: Any) -> Any:
    return dict_item(at.m, self, key)


@bind("builtins.dict.fromkeys")
def fromkeys(at: At, iterable: Any, value: Any = None) -> Any:
    keys = items_of(at.m, iterable)
    made = Dict(open=keys is None)
    for key in keys or ():
        set_item(at.m, made, key, value)
    return made


@bind("builtins.dict.update")
def update(at: At, /, self: Any, *others: Any, **kwargs: Any) -> None:
    for other in others:
        pairs = list(other.items()) if isinstance(other, Dict) else items_of(at.m, other)
        for pair in pairs or ():
            if isinstance(pair, (tuple, List)) and len(pair) == 2:
                set_item(at.m, self, pair[0], pair[1])
        if pairs is None or getattr(other, "open", False):
            at.m.journal.touch(self)
            self.open = True
    for key, value in kwargs.items():
        at.m.journal.write(self, key, value)


@bind("builtins.iterator.__next__", "builtins.iterator.send")
def next_item(at: At, self: Any, *sent: Any) -> Any:
    from footgun.source.values import Iterator

    return advance(at.m, self, Unknown("an item")) if isinstance(self, Iterator) else Unknown("an item")


@bind("builtins.iterator.close")
def close(at: At, self: Any) -> None:
    return None
