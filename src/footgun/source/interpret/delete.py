"""`del`: of names, attributes, items, and the parts of a Sequential."""

from __future__ import annotations

import ast

from footgun.network import Value
from footgun.source.interpret.assign import known_slice
from footgun.source.interpret.attributes import class_attribute, find_method
from footgun.source.interpret.expressions import evaluate
from footgun.source.special import key_of
from footgun.source.values import (
    Abstract,
    Bound,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    List,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine


def find_deleter(holder: Instance, name: str) -> Abstract | None:
    """The deleter of a property."""
    found = class_attribute(holder.cls, f"{name}@deleter")
    return None if found is None else Bound(found, holder) if isinstance(found, Function) else None


def delete(m: Machine, frame: Frame, target: ast.expr) -> None:
    """`del name`, `del holder.name`, `del holder[key]`."""
    if isinstance(target, ast.Name):
        m.journal.delete(frame.globals if target.id in frame.declared_global else frame.locals, target.id)
    elif isinstance(target, ast.Attribute):
        holder = evaluate(m, frame, target.value)
        if isinstance(holder, Instance) and (deleter := find_deleter(holder, target.attr)) is not None:
            from footgun.source.interpret.calls import call_value

            call_value(m, deleter, [], {}, m.here)
        elif isinstance(holder, (Instance, LayerObject, Container, Thing)):
            m.journal.delete(holder.attributes, target.attr)
            if isinstance(holder, Container):
                m.journal.delete(holder.items, target.attr)
            m.changes += 1
    elif isinstance(target, ast.Subscript):
        holder = evaluate(m, frame, target.value)
        key = evaluate(m, frame, target.slice)
        if isinstance(holder, Dict) and not isinstance(key_of(key), Unknown):
            m.journal.delete(holder, key_of(key))
        elif isinstance(holder, List):
            m.journal.touch(holder)
            if isinstance(key, int) or (isinstance(key, slice) and known_slice(key)):
                try:
                    del holder[key]
                except (IndexError, ValueError):
                    holder.open = True
            else:
                holder.open = True
        elif isinstance(holder, Value) and "pandas" in holder.facts:
            from footgun.source.pandas._tables import changed

            changed(m, holder)
        elif isinstance(holder, (Instance, Container)):
            delete_part(m, frame, holder, key)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for item in target.elts:
            delete(m, frame, item)


def delete_part(m: Machine, frame: Frame, holder: Instance | Container, key: Abstract) -> None:
    """`del sequential[key]`: those that are left are numbered anew, as torch does."""
    inner: Abstract = holder
    if isinstance(holder, Instance):
        from footgun.source.interpret.operators import ask

        own = find_method(m, holder, "__delitem__")
        inner = holder.attributes.get("__container__")
        if own is not None or not isinstance(inner, Container):
            ask(m, holder, "__delitem__", key)
            return
    names = list(inner.items)
    if inner.kind == "dict" and key in names:
        gone = [key]
    elif isinstance(key, int) and -len(names) <= key < len(names):
        gone = [names[key]]
    elif isinstance(key, slice) and known_slice(key):
        gone = names[key]
    else:
        return
    kept = [(name, part) for name, part in inner.items.items() if name not in gone]
    parts = dict(kept) if inner.kind == "dict" else {str(i): part for i, (_, part) in enumerate(kept)}
    if inner is not holder:  # they are its attributes too
        for name in names:
            m.journal.delete(holder.attributes, name)
        for name, part in parts.items():
            m.journal.write(holder.attributes, name, part)
    m.journal.replace(inner.items, parts)
    m.changes += 1
    if frame.receiver is None:  # not by its own network
        m.journal.write(holder.attributes, "__parted__", True)
