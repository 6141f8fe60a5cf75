"""A published network built live and read from its own source text: what each of its layers gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from footgun.network import Value
from footgun.source.analysis import run_document
from footgun.source.interpret import calls
from footgun.source.interpret.machine import Machine
from footgun.source.modules import children
from footgun.source.read import read
from footgun.source.settings import Settings
from footgun.source.special import fields_of
from footgun.source.values import Container, Dict, Instance, LayerObject, List, is_module

Shape = tuple[Any, ...]
Calls = dict[str, list[list[Shape | None]]]
BUDGET = Settings(steps=4_000_000, nodes=40_000)  # a network is followed whole, however long that takes


class Seen(NamedTuple):
    """What a network is: numbers to learn, shapes of the outputs, what each layer gave by its dotted path."""

    parameters: Any
    outputs: list[Shape | None]
    calls: Calls


# --- live ---


def shapes_in(output: Any) -> list[Shape | None]:
    """The shapes of all tensors in what a module gives."""
    import torch

    if isinstance(output, torch.Tensor):
        return [tuple(output.shape)]
    parts = (
        output.values() if isinstance(output, dict) else output if isinstance(output, (tuple, list)) else ()
    )
    return [shape for part in parts for shape in shapes_in(part)]


def is_leaf(module: Any) -> bool:
    """Whether it is a layer: one of torch's own, derived from one, or one that holds no other."""
    import torch

    kinds = [kind for kind in type(module).__mro__ if kind.__module__.startswith("torch.nn.")]
    holders = (torch.nn.Sequential, torch.nn.ModuleList, torch.nn.ModuleDict)
    if kinds[0] in holders:
        return False
    return kinds[0] is not torch.nn.Module or not list(module.children())


def live(build: Callable[[], Any], shape: Shape, part: str = "") -> Seen:
    """Build a network without memory for its weights, and run it, or a part of it, on zeros."""
    import torch

    usual = torch.linspace  # rates of dropping, which code asks for their numbers
    torch.linspace = lambda *args, **more: usual(*args, **{**more, "device": "cpu"})
    try:
        with torch.device("meta"):
            model = build().eval()
    finally:
        torch.linspace = usual
    paths = {id(module): path for path, module in model.named_modules(remove_duplicate=False)}
    found: Calls = {}
    for module in model.modules():
        if is_leaf(module):
            module.register_forward_hook(
                lambda m, i, o: found.setdefault(paths[id(m)], []).append(shapes_in(o))
            )
    with torch.no_grad():
        output = (getattr(model, part) if part else model)(torch.zeros(shape, device="meta"))
    return Seen(sum(p.numel() for p in model.parameters()), shapes_in(output), found)


# --- from the text ---


def from_text(text: str, path: str) -> tuple[Seen | None, Machine]:
    """The `model` of a text and what its `y` is; None where it is not followed."""
    ran: list[tuple[Any, list[Shape | None]]] = []
    usual = calls.call_instance

    def call_instance(m: Any, holder: Any, *rest: Any) -> Any:
        output = usual(m, holder, *rest)
        if holder.base is not None:
            ran.append((holder, tensors(output)))
        return output

    calls.call_instance = call_instance  # type: ignore[assignment]
    try:
        m = run_document(read(path, text.encode()), BUDGET)
    finally:
        calls.call_instance = usual
    model = m.globals.get("model")
    if not is_module(model):
        return None, m
    paths = {id(module): place for module, place in walk(model)}
    found: Calls = {}
    for node in m.program.nodes:
        if node.layer is not None:
            place = paths.get(id(node.layer), "?")
            found.setdefault(place, []).append([value.shape for value in node.outputs])
    for module, shapes in ran:
        found.setdefault(paths.get(id(module), "?"), []).append(shapes)
    numbers = {id(p): p.size for p in parameters(m, model)}
    total: Any = 0
    for number in numbers.values():
        total = total + number
    return Seen(total, tensors(m.globals.get("y")), found), m


def walk(module: Any, place: str = "", depth: int = 0) -> Iterator[tuple[Any, str]]:
    """Every module and layer inside with its dotted path; of what is shared the last path counts."""
    yield module, place
    if isinstance(module, LayerObject):
        yield module.layer, place
    elif depth < 30:
        for name, child in children(module):
            yield from walk(child, f"{place}.{name}".strip("."), depth + 1)


def parameters(m: Machine, model: Any) -> Iterator[Any]:
    """Every weight inside, used or not."""
    for module, _ in walk(model):
        if isinstance(module, LayerObject):
            if not module.layer.parameters:
                m.build(module.layer, [])
            yield from module.layer.parameters
        elif isinstance(module, (Instance, Container)):
            held = [
                *module.attributes.values(),
                *(module.items.values() if isinstance(module, Container) else ()),
            ]
            yield from (v.facts["parameter"] for v in held if isinstance(v, Value) and "parameter" in v.facts)


def tensors(output: Any) -> list[Shape | None]:
    """The shapes of all tensors in an abstract value."""
    if isinstance(output, Value):
        return [output.shape]
    if isinstance(output, Instance):
        output = fields_of(output)
    if isinstance(output, Dict):
        output = list(output.values())
    return [s for part in output for s in tensors(part)] if isinstance(output, (List, tuple, list)) else []


# --- compared ---


def difference(real: Seen, ours: Seen | None, m: Machine) -> str:
    """What is told wrong of a network, empty if nothing is."""
    faults = [f"{n.path} {n.label}: {n.faults[0]}" for n in m.program.nodes if n.faults]
    faults += [fault.message for fault in m.program.arguments]
    if faults:
        return f"a false fault: {faults[0]}"
    if ours is None:
        reasons = [gap.reason for gap in m.program.not_checked]
        return f"not followed: {reasons[:3]}"
    if ours.outputs != real.outputs:
        return f"gives {ours.outputs}, really {real.outputs}"
    if ours.parameters != real.parameters:
        return f"{ours.parameters} numbers, really {real.parameters}"
    for path, given in real.calls.items():
        mine = ours.calls.get(path, [])
        if not any(mine[k : k + len(given)] == given for k in range(len(mine) - len(given) + 1)):
            return f"`{path}` gives {mine[: len(given)]}, really {given}"
    return ""
