"""Running imported files of the project: name by name, each statement once, in the order Python would.

A statement of an imported file runs aside of what the checked code is doing: no branch undoes it, no network
that runs takes its layers, and its share of the budget is limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from footgun.source.document import ReadError
from footgun.source.interpret.budget import SHARE
from footgun.source.interpret.frame import Frame
from footgun.source.interpret.journal import MISSING
from footgun.source.interpret.lookup import BUILTINS
from footgun.source.interpret.machine import UserRaise
from footgun.source.namespaces import Globals, Module, Pending, foreign
from footgun.source.project import MOST_BYTES, MOST_FILES, Refusal
from footgun.source.script import load, size_of
from footgun.source.values import Abstract, Dict, Function, Instance, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

ENDLESS = 1 << 60
MADE_UP = re.compile(r"\b(?:exec|globals|vars)\(|\bsys\.modules\b")


def names_in(m: Machine, module: Module) -> dict[str, Any] | str:
    """The global names of a module, none of them defined yet at first; or why they cannot be had."""
    if module.names is not None:
        return module.names
    if module.file is None:
        return f"`{module.name}` is a folder"
    if module.file == m.project.file:
        module.names = m.globals  # the checked file itself, as far as it ran
        return module.names
    try:
        if sum(isinstance(known.names, Globals) for known in m.project.modules.values()) >= MOST_FILES:
            raise ReadError("too many files are imported")
        if m.project.bytes + size_of(module.file) > MOST_BYTES:
            raise ReadError("too much is imported")  # a smaller one may still fit
        script = load(module.file)
        m.project.bytes += script.size
    except ReadError as error:
        return f"`{module.name}` cannot be read: {error.message}"
    module.names = Globals(module, script, m.project.shown(module.file))
    return module.names


def member(m: Machine, module: Module, name: str) -> Abstract:
    """`module.name`: a global name of the file, or a module of the package."""
    names = names_in(m, module)
    found = MISSING if isinstance(names, str) else lookup(m, names, name)
    if found is MISSING and module.folder is not None:
        inner = m.project.below(module.folder, name, f"{module.name}.{name}")
        if inner is not None:
            found = Unknown(str(inner)) if isinstance(inner, Refusal) else inner
    if found is MISSING:
        return Unknown(names if isinstance(names, str) else f"`{name}` of `{module.name}`")
    return found


def has(m: Machine, module: Module, name: str) -> bool | None:
    """Whether a module has a global name."""
    names = names_in(m, module)
    if isinstance(names, str):
        return None
    if lookup(m, names, name) is not MISSING:
        return True
    return None if not isinstance(names, Globals) or names.script.stars or module.folder else False


def resolve(m: Machine, holder: dict[str, Any], key: str, pending: Pending) -> Abstract:
    """The value of an imported name, from now on kept in its place."""
    pending.busy = True
    try:
        value = member(m, pending.module, pending.name)
    finally:
        pending.busy = False
    if holder.get(key) is pending:
        holder[key] = value
    return value


def lookup(m: Machine, names: dict[str, Any], text: str) -> Abstract:
    """The value of a global name, MISSING if the file has none of it."""
    if type(names) is Globals and text not in names.settled:
        define(m, names, text)
    value = names.get(text, MISSING)
    if value is MISSING and type(names) is Globals and text in names.absent:
        return MISSING
    if isinstance(value, Pending):  # in a circle, the package's own module of that name is meant
        value = MISSING if value.busy else resolve(m, names, text, value)
    if value is MISSING and isinstance(names, Globals):
        value = specials(names, text)
        if value is MISSING and text not in names.asked:
            names.asked.add(text)
            value = from_stars(m, names, text)
            names.asked.discard(text)
            if value is MISSING and text in BUILTINS and text in names.settled:
                names.absent.add(text)
    return value


def specials(names: Globals, text: str) -> Abstract:
    """What Python itself sets in every module."""
    if text == "__name__":
        return names.module.name
    return names.shown if text == "__file__" else MISSING


def define(m: Machine, names: Globals, text: str) -> None:
    """Run what defines or changes a name, as far as Python would have come by now."""
    limit = names.running[-1] if names.running else ENDLESS
    for place in names.script.needed(text):
        if place < limit and place not in names.done:
            run_statement(m, names, place)
    if limit == ENDLESS:
        names.settled.add(text)
        if names.script.calls and not names.registered:
            names.registered = True
            register(m, names)


def register(m: Machine, names: Globals) -> None:
    """Run the calls that put something of this file into a table of another one."""
    for place, called in names.script.calls:
        function = lookup(m, names, called)
        if isinstance(function, Function) and foreign(function.frame) and changed(function):
            run_statement(m, names, place)


def changed(function: Function) -> frozenset[str]:
    """The global names whose objects a function of an imported file changes."""
    return function.frame.globals.script.changes(function.node)  # type: ignore[attr-defined,no-any-return]


def run_statement(m: Machine, names: Globals, place: int) -> None:
    """Run one statement of an imported file."""
    from footgun.source.interpret.statements import execute

    names.done.add(place)
    names.running.append(place)
    before = set(names)
    m.defining += 1
    try:
        with aside(m):
            within = m.apart if m.abroad else m.limited
            whole = within(
                m.settings.steps // SHARE, lambda: execute(m, Frame(names), [names.script.body[place]])
            )
        if not whole:
            m.not_checked(f"too much to follow in `{names.module.name}`", m.entry)
    except UserRaise:
        pass  # what it would have defined is missing
    finally:
        m.defining -= 1
        names.running.pop()
    for name in names.keys() - before:
        open_registry(names, name)


def open_registry(names: Globals, name: str) -> None:
    """What other code may have added to: a dict that functions fill, the empty one of a registry."""
    value = names[name]
    if isinstance(value, (List, Dict)) and not value.open:
        value.open = not value or name in names.script.growing
    elif isinstance(value, Instance):
        for held in value.attributes.values():
            if isinstance(held, (List, Dict)) and not held:
                held.open = True


def replace(m: Machine, module: Module, name: str, value: Abstract) -> None:
    """`module.name = value`: nothing that defines the name runs afterwards."""
    names = names_in(m, module)
    if not isinstance(names, str):
        lookup(m, names, name)
        m.journal.write(names, name, value)


def namespace(m: Machine, module: Module) -> Dict:
    """`module.__dict__`: what it exports, and more."""
    return Dict({name: member(m, module, name) for name in exported(m, module)}, open=True)


@contextmanager
def aside(m: Machine) -> Iterator[None]:
    """Leave all that runs now alone: a module's own statements know nothing of who imports it."""
    entry = m.entry
    lists: tuple[list[Any], ...] = (
        m.trying,
        m.handled,
        m.loops,
        m.turns,
        m.running,
        m.active,
        m.line_stack,
        m.journal.logs,
    )
    kept = [list(items) for items in lists]
    numbers = m.maybe, m.asking, m.grad
    for items in lists:
        items.clear()
    m.line_stack.append(entry)
    m.maybe = m.asking = 0
    m.grad = True
    try:
        yield
    finally:
        for items, old in zip(lists, kept, strict=True):
            items[:] = old
        m.maybe, m.asking, m.grad = numbers


def from_stars(m: Machine, names: Globals, text: str) -> Abstract:
    """A name that some `from ... import *` of an imported file brings; the last one wins."""
    from footgun.source.interpret.imports import library, starred
    from footgun.source.names import star_names

    for place in reversed(names.script.stars):
        statement = names.script.body[place]
        source = starred(m, names, statement)
        if isinstance(source, Module):
            if text in exported(m, source):
                value = member(m, source, text)
                names[text] = value
                return value
        elif source is not None and text in star_names(source):
            return library(f"{source}.{text}")
    return MISSING


def exported(m: Machine, module: Module, seen: frozenset[int] = frozenset()) -> dict[str, None]:
    """The names that `from module import *` brings, in order, as far as they are known."""
    from footgun.source.interpret.imports import starred
    from footgun.source.names import star_names

    names = names_in(m, module)
    if isinstance(names, str) or id(module) in seen:
        return {}
    listed = listed_names(m, names)
    if listed is not None:
        return dict.fromkeys(name for name in listed if isinstance(name, str))
    if not isinstance(names, Globals):
        return dict.fromkeys(name for name in names if not name.startswith("_"))
    found = dict.fromkeys(name for name in names.script.touches if not name.startswith("_"))
    for place in names.script.stars:
        source = starred(m, names, names.script.body[place])
        if isinstance(source, Module):
            found.update(exported(m, source, seen | {id(module)}))
        elif source is not None:
            found.update(dict.fromkeys(star_names(source)))
    return found


def exports_all(m: Machine, module: Module, seen: frozenset[int] = frozenset()) -> bool:
    """Whether `exported` tells all: no file behind it is unread, takes a library's names or makes some up."""
    from footgun.source.interpret.imports import starred

    names = names_in(m, module)
    if isinstance(names, str):
        return False
    if id(module) in seen or not isinstance(names, Globals):
        return True
    if "__all__" in names.script.touches:
        return listed_names(m, names) is not None
    if MADE_UP.search(names.script.cell.source):
        return False
    sources = [starred(m, names, names.script.body[place]) for place in names.script.stars]
    inner = seen | {id(module)}
    return all(isinstance(source, Module) and exports_all(m, source, inner) for source in sources)


def listed_names(m: Machine, names: dict[str, Any]) -> List | tuple[Any, ...] | None:
    """`__all__`, where all of it is known."""
    listed = lookup(m, names, "__all__")
    whole = isinstance(listed, (List, tuple)) and not getattr(listed, "open", False)
    return listed if whole else None
