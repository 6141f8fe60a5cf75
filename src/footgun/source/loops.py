"""What a loop goes over: the batches of a loader, a count of epochs, anything else."""

from __future__ import annotations

import ast

from footgun.network import DataSet, Loader, Loop, Pipeline, Step, Value
from footgun.sizes import Expr
from footgun.source.interpret.iteration import count_of
from footgun.source.syntax import walk
from footgun.source.values import Instance, Iterator, List, Stream, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.findings import Span
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

LOADER = "torch.utils.data.DataLoader"
DEEPEST = 8  # `enumerate(tqdm(loader))` and the like


def loop_of(place: Span, iterable: Any, node: ast.For | ast.AsyncFor) -> Loop:
    """The facts of a `for` loop."""
    breaks = leaves(node)
    for _ in range(DEEPEST):
        if isinstance(iterable, Thing) and iterable.name == LOADER:
            loader = loader_of(iterable)
            loader.used = True
            return Loop(place, "batches", loader, known_size(iterable.facts.get("length")), breaks)
        if not isinstance(iterable, Stream) or iterable.of is None:
            break
        iterable = iterable.of
    if isinstance(iterable, range):
        return Loop(place, "count", None, count_of(iterable), breaks)
    if isinstance(iterable, (List, tuple)) and not getattr(iterable, "open", False):
        return Loop(place, "", None, len(iterable), breaks)
    if isinstance(iterable, Stream) and iterable.length is not None:
        return Loop(place, "count", None, known_size(iterable.length), breaks)
    return Loop(place, "", breaks=breaks)


def leaves(node: ast.AST) -> bool:
    """Whether the syntax holds a `break` or `return`; asked once for each loop."""
    cached = getattr(node, "_leaves", None)
    if cached is None:
        cached = any(isinstance(n, (ast.Break, ast.Return)) for n in walk(node))
        node._leaves = cached  # type: ignore[attr-defined]
    return bool(cached)


def known_size(size: Any) -> Any:
    """A size, symbolic ones among them; None for what is not followed."""
    return size if isinstance(size, (int, Expr)) else None


def loader_of(thing: Thing) -> Loader:
    """The facts of a loader, made once."""
    if "facts" not in thing.facts:
        facts = thing.facts
        made = facts["facts"] = Loader(thing.made, thing)  # type: ignore[arg-type]
        made.data = sampled(data_of(facts.get("dataset")), facts.get("sampler"), made.span)
        made.batch_size = facts["batch_size"] if isinstance(facts.get("batch_size"), int) else None
        made.batch_place = facts.get("batch_place") or made.span
        made.workers_place = facts.get("workers_place") or made.span
        made.workers = facts["workers"] if isinstance(facts.get("workers"), int) else None
        order = facts.get("shuffle")
        made.shuffle = (
            None if facts.get("sampler") is not None else order if isinstance(order, bool) else None
        )
        if order is None and facts.get("sampler") is None:
            made.shuffle = False
    found: Loader = thing.facts["facts"]
    return found


def sampled(data: DataSet | None, sampler: Any, place: Span) -> DataSet | None:
    """The part of a data set that a sampler draws from: equal places are the same examples."""
    if data is None or sampler is None:
        return data
    inner = sampler.facts.get("sampler") if isinstance(sampler, Thing) else None
    if inner is not None:
        return sampled(data, inner, place)
    given: Any = sampler
    if isinstance(sampler, Thing) and sampler.name.startswith("torch.utils.data."):
        if not sampler.name.endswith(".SubsetRandomSampler"):
            return data
        given = sampler.facts.get("indices")
    made = DataSet(data.label, place, chosen(data.identity, given, sampler))
    made.part_of, made.decodes, made.training = data, data.decodes, data.training
    made.transforms, made.seeded = data.transforms, data.seeded
    return made


def chosen(whole: Any, places: Any, otherwise: Any) -> Any:
    """What two choices of the same places of the same data set have in common."""
    return (whole, id(places)) if isinstance(places, (Value, List)) else otherwise


def data_of(value: Any) -> DataSet | None:
    """The facts of a data set, made once; None where it is not followed."""
    if isinstance(value, Instance):
        if "__facts__" not in value.attributes:
            made = value.attributes["__facts__"] = DataSet(value.cls.name, value.made, value)
            inner = value.attributes.get("__data__")
            if isinstance(inner, Thing):
                made.part_of = data_of(inner)
            made.transforms = transforms_of(value)
        return value.attributes["__facts__"]  # type: ignore[no-any-return]
    if not isinstance(value, Thing) or value.made is None or isinstance(value, (Unknown, Iterator)):
        return None
    if "facts" not in value.facts:
        same = chosen(value.facts.get("dataset"), value.facts.get("indices"), value)
        made = value.facts["facts"] = DataSet(value.name.rsplit(".", 1)[-1], value.made, same)
        made.size = known_size(value.facts.get("length"))
        made.decodes = value.name.startswith("torchvision.datasets.")
        made.training = value.facts.get("training")
        made.part_of = data_of(value.facts.get("dataset"))
        made.transforms = transforms_of(value)
        made.seeded = value.facts.get("seeded")
    return value.facts["facts"]  # type: ignore[no-any-return]


def transforms_of(dataset: Any) -> Pipeline | None:
    """What a data set does to each example before it gives it; None where that is not known."""
    transform = dataset.attributes.get("transform")
    if isinstance(transform, Unknown) or "transform" not in dataset.attributes:
        return None
    return pipeline_of(transform, getattr(transform, "made", None) or dataset.made)


def pipeline_of(transform: Any, place: Span) -> Pipeline:
    """The facts of a `Compose`, or of one transform alone."""
    return Pipeline(place, tuple(steps_of(transform)))


def steps_of(transform: Any) -> list[Step]:
    """The transforms in order, a `Compose` taken apart; `?` for one that is not followed."""
    if transform is None:
        return []
    if not isinstance(transform, Thing):
        return [Step("?", None)]
    parts = transform.facts.get("transforms")
    if parts is not None and transform.name.endswith("Compose"):
        return [step for part in parts for step in steps_of(part)]
    facts = transform.facts
    return [Step(transform.name.rsplit(".", 1)[-1], transform.made, facts.get("sizes"), facts.get("numbers"))]


def kept(
    m: Machine,
    frame: Frame | None,
    target: ast.expr,
    value: Any,
    total: Any = None,
    place: Span | None = None,
) -> None:
    """A tensor goes into a list or a sum (`total`); it is an event where that outlives the pass."""
    if (
        not isinstance(value, Value) or "symbolic" in value.facts
    ):  # what a network is drawn with holds no numbers
        return
    if m.running or m.active or made_anew(m.loops[-1], target) or ends_first(frame, m.loops[-1], target):
        return
    if any(name.partition(".")[0] == "torch" for name in m.notes.get("imports", ())):  # Keras keeps no graph
        m.event("keep", (value, total), span=place)


def ends_first(frame: Frame | None, loop: ast.For | ast.While, target: ast.expr) -> bool:
    """Whether a name belongs to a call inside the loop, which ends before the pass does."""
    function = frame.function if frame is not None else None
    if function is None or not isinstance(target, ast.Name):
        return False
    names = function.node.args
    given = {arg.arg for arg in (*names.posonlyargs, *names.args, *names.kwonlyargs)}
    own = target.id in frame.locals and target.id not in given  # type: ignore[union-attr]
    return own and not any(part is loop for part in ast.walk(function.node))


def made_anew(loop: ast.For | ast.While, target: ast.expr) -> bool:
    """Whether each pass of a loop begins with a new value of this name or attribute."""
    return any(
        same_place(target, place)
        for statement in ast.walk(loop)
        if isinstance(statement, ast.Assign)
        for place in statement.targets
        if not (isinstance(statement.value, ast.BinOp) and same_place(place, statement.value.left))
    )


def same_place(a: ast.expr, b: ast.expr) -> bool:
    """Whether two expressions name the same variable or attribute."""
    if isinstance(a, ast.Name) and isinstance(b, ast.Name):
        return a.id == b.id
    return (
        isinstance(a, ast.Attribute)
        and isinstance(b, ast.Attribute)
        and (a.attr == b.attr and same_place(a.value, b.value))
    )
