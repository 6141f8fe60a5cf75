"""Comparisons of abstract values: `==`, `<`, `is`, `in`, and sets, which compare their items."""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterable

from footgun.network import Value
from footgun.sizes import Expr, at_least, same
from footgun.source.interpret.join import options_of
from footgun.source.interpret.operators import (
    KNOWN_KINDS,
    LIMIT_ITEMS,
    OBJECTS,
    ask,
    decide,
    stands_for_itself,
)
from footgun.source.special import alike, fields_of, key_of, raw
from footgun.source.values import (
    CONSTANTS,
    PLAIN,
    Abstract,
    Choice,
    Class,
    Container,
    Dict,
    Instance,
    Iterator,
    Library,
    List,
    Set,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

COMPARE: dict[type[ast.cmpop], tuple[Any, str]] = {
    ast.Eq: (operator.eq, "eq"),
    ast.NotEq: (operator.ne, "ne"),
    ast.Lt: (operator.lt, "lt"),
    ast.LtE: (operator.le, "le"),
    ast.Gt: (operator.gt, "gt"),
    ast.GtE: (operator.ge, "ge"),
}
DEEPEST = 6  # lists in lists that are compared
FEW = 200  # items of a set that are no constants
OPEN_KINDS = (Unknown, Choice, Value)
MIRRORED = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq", "ne": "ne"}


def compare(m: Machine, kind: type[ast.cmpop], a: Abstract, b: Abstract) -> Abstract:
    """`a < b` and its like: True, False or Unknown."""
    if kind in (ast.Is, ast.IsNot):
        answer = identical(a, b)
        return Unknown("identity") if answer is None else answer is (kind is ast.Is)
    if kind in (ast.In, ast.NotIn):
        answer = ask(m, b, "__contains__", a) if isinstance(b, Instance) else None
        answer = contains(a, inside(m, b)) if answer is None else decide(m, answer)
        return Unknown("membership") if answer is None else answer is (kind is ast.In)
    function, name = COMPARE[kind]
    if type(a) in PLAIN and type(b) in PLAIN:
        try:
            return bool(function(a, b))
        except TypeError:
            return Unknown("an order")
    if isinstance(a, Value) or isinstance(b, Value):
        if name in ("eq", "ne") and (a is None or b is None):
            return name == "ne"
        from footgun.source.tensors import binary_tensors

        return binary_tensors(m, name, a, b)
    if isinstance(a, Instance) or isinstance(b, Instance):
        found = compare_objects(m, name, a, b)
        if found is not None:
            return found
        a, b = raw(a), raw(b)
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return Unknown("a comparison of unknown values")
    if isinstance(a, Expr) or isinstance(b, Expr):
        return compare_sizes(name, a, b)
    if name in ("eq", "ne"):
        answer = equal(a, b)
        return Unknown("equality") if answer is None else answer is (name == "eq")
    if isinstance(a, Set) and isinstance(b, Set):
        return within(name, a, b)
    try:
        return bool(function(a, b)) if orderable(a) and orderable(b) else Unknown("an order")
    except TypeError:
        return Unknown("an order")


def orderable(value: Abstract, depth: int = 0) -> bool:
    """Whether Python itself can say which of two such values is the smaller one."""
    if isinstance(value, (List, tuple)):
        known = depth < DEEPEST and not getattr(value, "open", False)
        return known and all(orderable(item, depth + 1) for item in value)
    return isinstance(value, CONSTANTS)


def compare_objects(m: Machine, name: str, a: Abstract, b: Abstract) -> Abstract | None:
    """By the object's own `__eq__`, `__lt__` and the like; None where it has none."""
    found = ask(m, a, f"__{name}__", b)
    if found is None:
        found = ask(m, b, f"__{MIRRORED[name]}__", a)
    if found is None and name == "ne":
        found = ask(m, a, "__eq__", b)
        answer = None if found is None else decide(m, found)
        return None if found is None else Unknown("equality") if answer is None else not answer
    return found


def inside(m: Machine, holder: Abstract) -> Abstract:
    """What `in` looks through."""
    if isinstance(holder, (Iterator, Instance, Class)):
        from footgun.source.interpret.iteration import items_of

        items = items_of(m, holder)
        return holder if items is None else List(items)
    return holder


def compare_sizes(name: str, a: Abstract, b: Abstract) -> Abstract:
    """Comparison of symbolic sizes."""
    if not (isinstance(a, (int, Expr)) and isinstance(b, (int, Expr))):
        return (
            name == "ne"
            if name in ("eq", "ne") and not isinstance(a, float) | isinstance(b, float)
            else Unknown("size")
        )
    if name in ("eq", "ne"):
        answer = same(a, b)
        return Unknown("an unknown size") if answer is None else answer is (name == "eq")
    low, high, negate = {"ge": (a, b, False), "le": (b, a, False), "lt": (a, b, True), "gt": (b, a, True)}[
        name
    ]
    answer = at_least(low, high)
    return Unknown("an unknown size") if answer is None else answer is not negate


def equal(a: Abstract, b: Abstract, depth: int = 0) -> bool | None:
    """Python's == where it is certain."""
    if type(a) in PLAIN and type(b) in PLAIN:
        return bool(a == b)
    if depth > DEEPEST or type(a) is Unknown or type(b) is Unknown:
        return None
    if isinstance(a, Set) and isinstance(b, Set):
        if a.open or b.open:
            return None
        return len(a) == len(b) and all(contains(x, b) for x in a)
    if isinstance(a, Dict) and isinstance(b, Dict):
        return equal_dicts(a, b, depth)
    if isinstance(a, (List, tuple)) and isinstance(b, (List, tuple)):
        if isinstance(a, List) != isinstance(b, List):
            return False
        if len(a) != len(b):
            return None if getattr(a, "open", False) or getattr(b, "open", False) else False
        return every(a, b, depth)
    if isinstance(a, Expr) or isinstance(b, Expr):
        return same(a, b) if isinstance(a, (int, Expr)) and isinstance(b, (int, Expr)) else False
    if isinstance(a, CONSTANTS) and isinstance(b, CONSTANTS):
        return bool(a == b)
    if isinstance(a, Library) and isinstance(b, Library):
        return a == b
    if isinstance(a, range) and isinstance(b, range):
        return a == b
    if a is b and not isinstance(a, Unknown):
        return True
    if isinstance(a, Instance) or isinstance(b, Instance):
        return equal_objects(a, b)
    if any(isinstance(x, Library) and not stands_for_itself(x) for x in (a, b)):
        return None
    if isinstance(a, OBJECTS) or isinstance(b, OBJECTS):
        return None if isinstance(a, OPEN_KINDS) or isinstance(b, OPEN_KINDS) else False
    if isinstance(a, KNOWN_KINDS) and isinstance(b, KNOWN_KINDS):
        return False  # a list is no text, a tuple no dict
    return None


def equal_objects(a: Abstract, b: Abstract) -> bool | None:
    """Two objects without asking their own `__eq__`: named tuples and dataclasses by their fields."""
    if isinstance(a, Unknown) or isinstance(b, Unknown) or isinstance(a, Value) or isinstance(b, Value):
        return None
    if raw(a) is not a or raw(b) is not b:
        return equal(raw(a), raw(b))
    first, second = fields_of(a), fields_of(b)
    if first is not None and (second is not None or isinstance(b, tuple)):
        return equal(tuple(first), tuple(second if second is not None else b))
    if isinstance(a, Instance) and isinstance(b, Instance) and a.cls.kind == "dataclass":
        return alike(a, b)
    classes = [c for x in (a, b) if isinstance(x, Instance) for c in x.cls.ancestors()]
    return None if any(isinstance(c, Class) and "__eq__" in c.attributes for c in classes) else False


def equal_dicts(a: Dict, b: Dict, depth: int) -> bool | None:
    """Two dicts by keys and values."""
    if a.open or b.open:
        return None
    if set(a) != set(b):
        return False
    return every(a.values(), [b[k] for k in a], depth)


def every(a: Iterable[Abstract], b: Iterable[Abstract], depth: int) -> bool | None:
    """Whether all items are equal, one by one; the first that differs decides."""
    unsure = False
    for x, y in zip(a, b, strict=False):
        answer = equal(x, y, depth + 1)
        if answer is False:
            return False
        unsure = unsure or answer is None
    return None if unsure else True


def identical(a: Abstract, b: Abstract) -> bool | None:
    """Python's `is`, as it is used: with None, True, False, classes and objects."""
    if isinstance(a, Choice) or isinstance(b, Choice):
        first, second = options_of(a), options_of(b)
        answers = {identical(x, y) for x in first for y in second}
        return answers.pop() if len(answers) == 1 and True not in answers else None
    if isinstance(a, Unknown) or isinstance(b, Unknown):
        return None
    if any(isinstance(x, Library) and not stands_for_itself(x) for x in (a, b)):
        return None
    if a is None or b is None:
        return a is b
    if isinstance(a, (Library, Class)) and isinstance(b, (Library, Class)):
        return a is b or (isinstance(a, Library) and a == b)
    if isinstance(a, CONSTANTS) and isinstance(b, CONSTANTS):
        return type(a) is type(b) and a == b
    return a is b


def contains(item: Abstract, holder: Abstract) -> bool | None:
    """`item in holder` where it is certain."""
    if isinstance(item, str) and isinstance(holder, str):
        return item in holder
    if isinstance(holder, Container):
        holder = holder.items
    if isinstance(holder, (List, tuple)):
        unsure = getattr(holder, "open", False)
        for other in holder:
            answer = equal(item, other)
            if answer:
                return True
            unsure = unsure or answer is None
        return None if unsure else False
    if isinstance(holder, Dict):
        item = key_of(item)
    if isinstance(holder, Dict) and not isinstance(item, Unknown):
        return True if item in holder else None if holder.open else False
    if isinstance(holder, range) and isinstance(item, int):
        return item in holder
    return None


def distinct(items: list[Abstract], open_: bool = False) -> Set:
    """A set of these items."""
    made = Set(open=open_)
    known: set[Any] = set()
    others: list[Abstract] = []
    for item in items[:LIMIT_ITEMS]:
        if isinstance(item, CONSTANTS):
            if item in known:
                continue
            known.add(item)
        else:
            answers = [equal(item, other) for other in others[:FEW]]
            if True in answers:
                continue
            others.append(item)
            made.open = made.open or None in answers
        made.append(item)
    return made


def combine(name: str, a: Set, b: Set) -> Abstract:
    """`a | b`, `a & b`, `a - b`, `a ^ b` of two sets."""
    if a.open or b.open:
        return Set([*a, *b], True) if name == "bitwise_or" else Unknown("a set of unknown items")
    if len(a) * len(b) > FEW**2:
        return Unknown("large sets")
    both = [x for x in a if contains(x, b)]
    only_a = [x for x in a if not contains(x, b)]
    only_b = [x for x in b if not contains(x, a)]
    made = {
        "bitwise_or": [*a, *only_b],
        "bitwise_and": both,
        "sub": only_a,
        "bitwise_xor": [*only_a, *only_b],
    }
    return Set(made[name]) if name in made else Unknown("an operation on sets")


def within(name: str, a: Set, b: Set) -> Abstract:
    """`a <= b` of two sets."""
    if a.open or b.open:
        return Unknown("an order")
    small, large = (a, b) if name in ("le", "lt") else (b, a)
    held = all(contains(x, large) for x in small)
    return held and (name in ("le", "ge") or len(small) < len(large))
