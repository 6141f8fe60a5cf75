"""Runs a text through the interpreter, and through Python itself for comparison."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from footgun.network import Program
from footgun.network.verify import verify
from footgun.source.analysis import run_document
from footgun.source.read import read
from footgun.source.settings import Settings
from footgun.source.values import Dict, List, Unknown

PLAIN = (bool, int, float, str, bytes, type(None), tuple, list, dict, set, frozenset, range)


def machine(code: str, settings: Settings | None = None) -> Any:
    """The interpreter after its run over a text."""
    document = read("page.py", dedent(code).encode())
    made = run_document(document, settings or Settings())
    verify(made.program)
    return made


def run(code: str, settings: Settings | None = None) -> Program:
    """All facts of a text."""
    return machine(code, settings).program


def value_of(code: str, name: str) -> Any:
    """What a name of the module stands for at the end."""
    return machine(code).globals[name]


def plain(value: Any) -> Any:
    """Our lists and dicts as Python's own; what is not fully known becomes a text that equals nothing."""
    if isinstance(value, (List, Dict)) and value.open:
        return f"open {value!r}"
    if isinstance(value, List):
        return [plain(v) for v in value]
    if isinstance(value, Dict):
        return {k: plain(v) for k, v in value.items()}
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def same(ours: Any, theirs: Any) -> bool:
    """Whether our value is exactly Python's; sets are lists here."""
    if isinstance(theirs, (set, frozenset)):
        return isinstance(ours, list) and len(ours) == len(theirs) and all(item in theirs for item in ours)
    if isinstance(theirs, range):
        return ours == theirs
    if type(ours) is not type(theirs):
        return False
    if isinstance(theirs, (list, tuple)):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(theirs, dict):
        return list(ours) == list(theirs) and all(same(ours[k], theirs[k]) for k in theirs)
    return bool(ours == theirs)


def differences(code: str) -> dict[str, tuple[Any, Any]]:
    """{name: (our value, Python's)} of the module's plain data that we know otherwise or not at all."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(dedent(code), "page.py", "exec"), namespace)
    known = machine(code).globals
    found: dict[str, tuple[Any, Any]] = {}
    for name, value in namespace.items():
        if isinstance(value, PLAIN) and not name.startswith("_"):
            ours = plain(known.get(name, Unknown("missing")))
            if not same(ours, value):
                found[name] = (ours, value)
    return found
