"""Which names and arguments of libraries the code uses, and where.

What a release dropped, renamed or never had shows in these alone, whatever the calls do.
"""

from __future__ import annotations

import ast
import re
from copy import copy

from footgun.findings import Elsewhere, Span
from footgun.network import NameUse, Value
from footgun.ops.control import Either
from footgun.source.idle import module_called
from footgun.source.names import canonical
from footgun.source.namespaces import foreign
from footgun.source.syntax import walk
from footgun.source.values import Abstract, Library, Thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

PLAIN = (bool, int, float, str)
ASKING = r"(?i)^hasattr$|version|greater_|_\d+_\d+$"
WRITABLE = {"array", "parameter"}  # their `.data` is no detour
INNER = {"keras": ("keras.src", "tensorflow.python")}


def note(m: Machine, name: str, span: Span, keyword: str = "", value: Abstract = None) -> None:
    """Note one use, each place once; not those of imported files."""
    if isinstance(span, Elsewhere):
        return
    kept: Any = value if isinstance(value, PLAIN) else None
    guarded = bool(m.trying or m.handled or m.asking) or name in m.notes.get("patched", ())
    guarded = guarded or private(m, name)
    m.program.uses.setdefault(NameUse._make((name, span, keyword, kept, guarded)))


def private(m: Machine, name: str) -> bool:
    """Whether the file imports the inner modules of a library, which hold more names than are public."""
    inner = INNER.get(name.split(".", 1)[0])
    if inner is None:
        return False
    imports = m.notes.get("imports", ())
    known = m.notes.get("inner")
    if known is None or known[0] != len(imports):
        known = m.notes["inner"] = (len(imports), any(n.startswith(inner) for n in imports))
    return bool(known[1])


def note_attribute(m: Machine, holder: Abstract, name: str, found: Abstract) -> None:
    """`holder.name` was read."""
    if isinstance(found, Library):
        note(m, found.name, m.here)
    elif isinstance(holder, Thing):
        note(m, canonical(f"{holder.name}.{name}"), m.here)
    elif isinstance(holder, Value) and name == "data" and not WRITABLE & whole(holder).facts.keys():
        note(m, "torch.Tensor.data", m.here)


def whole(part: Value) -> Value:
    """What a slice is a slice of."""
    while part.made_by is not None and part.made_by.label == "[]":
        part = part.made_by.inputs[0]
    return part


def note_log(m: Machine, metrics: list[Abstract], key: Abstract) -> None:
    """`history.history[key]` was read: before Keras 2.3 `accuracy` had a short name there."""
    if isinstance(key, str) and key in ("acc", "val_acc") and metrics == ["accuracy"]:
        note(m, f"keras.callbacks.History.history['{key}']", m.here)


def note_arguments(m: Machine, frame: Frame, name: str, node: ast.Call, kwargs: dict[str, Abstract]) -> None:
    """The arguments that a library call is given by name."""
    for keyword in node.keywords:
        if keyword.arg is not None:
            note(m, name, m.span(keyword, frame), keyword.arg, kwargs.get(keyword.arg))


def note_discarded(m: Machine, frame: Frame, call: ast.Call, value: Value) -> None:
    """`self.conv(x)` as a statement of its own, inside a network: what it gives is thrown away."""
    node = value.made_by
    if node is None or foreign(frame) or isinstance(node.op, Either):  # that is a call of the file's own code
        return
    if m.active and not foreign(frame) and node.called != m.span(call, frame):
        label = module_called(m, frame, call)
        if label:
            whole = copy(node)
            whole.called = m.span(call, frame)
            whole.label, whole.layer = label, None
            m.program.discarded.append(whole)
    elif (m.active or "symbolic" in value.facts) and node.called == m.span(call, frame):
        written = getattr(call.func, "attr", "") or node.label
        in_place = any(k.arg in ("inplace", "out") for k in call.keywords) or written.endswith("_")
        if not in_place and not (node.layer is not None and node.layer.settings.get("inplace")):
            m.program.discarded.append(node)


def asks(test: ast.expr) -> bool:
    """Whether a condition asks what the installed library has: `hasattr(...)`, `torch.__version__ >= ...`.

    So do the names that people give to the answer: `TORCH_2_4`, `is_torch_greater_or_equal("2.4")`.
    """
    known = getattr(test, "_asks", None)
    if known is None:
        words = (n.id if isinstance(n, ast.Name) else getattr(n, "attr", "") for n in walk(test))
        known = any(re.search(ASKING, word) for word in words)
        test._asks = known  # type: ignore[attr-defined]
    return bool(known)
