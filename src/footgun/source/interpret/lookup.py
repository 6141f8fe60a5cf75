"""Names: local, enclosing, module, builtin; and what to say of one that is nowhere."""

from __future__ import annotations

import ast
import builtins
from functools import cache
from itertools import islice

from footgun.network import NameFault, Value
from footgun.source.document import UNREAD
from footgun.source.interpret.journal import MISSING
from footgun.source.interpret.raising import failure
from footgun.source.namespaces import Globals, Pending, foreign
from footgun.source.values import Abstract, LayerObject, Library, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.findings import Span
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

BUILTINS = frozenset(dir(builtins)) | {
    "__name__",
    "__file__",
    "__doc__",
    "__builtins__",
    "__spec__",
    "__loader__",
    "__package__",
    "__path__",
    "__annotations__",
    "__module__",
    "__qualname__",
    "WindowsError",
}
# Builtins of Python 2, which code for both releases uses under a condition.
OLD = frozenset({"basestring", "cmp", "file", "long", "raw_input", "reduce", "unichr", "unicode", "xrange"})
# What IPython puts in every notebook's namespace.
NOTEBOOK = frozenset({"display", "get_ipython", "In", "Out", "_", "__", "___", "exit", "quit"})


def name(m: Machine, frame: Frame, node: ast.Name) -> Abstract:
    """The value of a name."""
    text = node.id
    here: Frame | None = None if type(frame.locals) is Globals else frame
    while here is not None:
        value = here.locals.get(text, MISSING)
        if value is not MISSING:
            return resolve(m, here.locals, text, value) if type(value) is Pending else value
        here = here.outer
    if type(frame.globals) is Globals:
        value = lookup(m, frame.globals, text)
        if value is not MISSING:
            return value
    elif text in frame.globals:
        value = frame.globals[text]
        return resolve(m, frame.globals, text, value) if type(value) is Pending else value
    if m.stars and not foreign(frame):
        value = starred(m, text)
        if value is not MISSING:
            return value
    if text == "__name__":
        return "__main__"
    if text == "__class__" and frame.owner is not None:
        return frame.owner
    if text in BUILTINS or text in NOTEBOOK:
        return builtin(text)
    return undefined(m, frame, node)


@cache
def builtin(text: str) -> Library:
    """What a name of Python's own stands for."""
    return Library(f"builtins.{text}")


def resolve(m: Machine, holder: dict[str, Abstract], text: str, pending: Pending) -> Abstract:
    """What an imported name stands for, now that it is used."""
    from footgun.source.interpret.imported import resolve

    return resolve(m, holder, text, pending)


def lookup(m: Machine, names: Globals, text: str) -> Abstract:
    """A global name of an imported file, MISSING if it has none of it."""
    from footgun.source.interpret.imported import lookup

    return lookup(m, names, text)


def starred(m: Machine, text: str) -> Abstract:
    """A name that `from ... import *` brings from a file of the project."""
    from footgun.source.interpret.imported import exported, member

    for source in reversed(m.stars):
        if text in exported(m, source):
            m.globals[text] = member(m, source, text)
            return m.globals[text]
    return MISSING


def undefined(m: Machine, frame: Frame, node: ast.Name) -> Abstract:
    """A name found nowhere: never defined, or only later, or bound in a way that was not followed."""
    text = node.id
    if text == UNREAD:
        return Unknown("a value that cannot be read")
    if foreign(frame):
        return Unknown(f"`{text}` of `{frame.globals.module.name}`")  # type: ignore[attr-defined]
    if not m.documents and not open_ended(m) and text not in m.hidden_names:
        note_undefined(m, frame, text, m.span(node, frame))
    return meant(m, text) or Unknown(f"`{text}` is not defined")


def open_ended(m: Machine) -> bool:
    """Whether some `from ... import *` may bring any name."""
    if m.stars and not m.star_imports:
        from footgun.source.interpret.imported import exports_all

        m.star_imports = not all(exports_all(m, source) for source in m.stars)
    return m.star_imports


def meant(m: Machine, text: str) -> Library | None:
    """What a snippet leaves out to import, or a file that imports from Keras forgot."""
    if not m.documents and (m.star_imports or m.bindings_of(text) or not imports_keras(m)):
        return None
    from footgun.source.names import implied

    found = implied(text)
    if not found or not (m.documents or found.startswith("keras.")):
        return None
    from footgun.source.registry import load

    load(found)
    return Library(found)


def continued(
    m: Machine, frame: Frame, function: ast.expr, args: list[Abstract], span: Span
) -> Library | None:
    """`model.add(Dense(10))` in a snippet that begins behind `model = Sequential()`: the model's method."""
    if not isinstance(function, ast.Attribute) or function.attr != "add" or len(args) != 1:
        return None
    place, layer = function.value, args[0]
    keras = isinstance(layer, LayerObject) and layer.name.startswith("keras.")
    if not keras or not isinstance(place, ast.Name) or m.bindings_of(place.id):
        return None
    model = frame.globals.get(place.id)
    if model is None:
        from footgun.source.keras.models import begun

        model = begun(m, span, whole="__input_shape__" in layer.attributes)
        frame.globals[place.id] = model
    return Library("keras.Sequential.add", model)


def unpacked_shape(m: Machine, frame: Frame, node: ast.Assign) -> None:
    """`rows, columns = images.shape[1:]` in a snippet: the array made elsewhere has so many axes."""
    names, read = getattr(node.targets[0], "elts", ()), node.value
    skipped: ast.expr | None = None
    if isinstance(read, ast.Subscript) and isinstance(read.slice, ast.Slice):
        part = read.slice
        skipped, read = part.lower, read.value
        if part.upper is not None or part.step is not None or not isinstance(skipped, ast.Constant):
            return
    before = skipped.value if isinstance(skipped, ast.Constant) else 0
    shape = isinstance(read, ast.Attribute) and read.attr == "shape" and isinstance(read.value, ast.Name)
    if not shape or not isinstance(before, int) or before < 0 or any(type(n) is not ast.Name for n in names):
        return
    text = read.value.id  # type: ignore[attr-defined]
    if text in frame.globals or m.bindings_of(text) or meant(m, text) is not None:
        return
    sizes = (m.names.fresh("n"), *(m.names.fresh("s") for _ in range(before + len(names) - 1)))
    made = Value(sizes, None, span=m.span(node, frame))
    made.facts["array"] = True
    frame.globals[text] = made


def imports_keras(m: Machine) -> bool:
    """Whether a file uses Keras' names."""
    known = m.notes.setdefault("keras used", [False, 0])  # whether one of so many uses was Keras'
    if not known[0] and len(m.program.uses) > known[1]:
        known[0] = any(use.name.startswith("keras.") for use in islice(m.program.uses, known[1], None))
        known[1] = len(m.program.uses)
    return bool(known[0])


def inside(loop: ast.stmt, frame: Frame, span: Span) -> bool:
    """Whether a place is inside a loop of the module."""
    return span.cell == frame.cell and loop.lineno <= span.line <= (loop.end_lineno or 0)


def note_undefined(m: Machine, frame: Frame, text: str, span: Span) -> None:
    """Report a name, unless the code catches the error, or the name may well be there when this runs."""
    places = m.bindings_of(text)
    if not places:
        if text in OLD and m.maybe:
            return
        failure(m, "NameError", "")
        m.program.names.append(NameFault(text, span))
    elif frame.is_module and all(p.later(span) for p in places):
        failure(m, "NameError", "")
        if m.maybe or any(inside(loop, frame, p.span) for loop in m.loops for p in places):
            return  # this way may not be taken, or an earlier pass of the loop defines the name
        m.program.names.append(NameFault(text, span, places[0].span))
    m.hidden_names.add(text)
