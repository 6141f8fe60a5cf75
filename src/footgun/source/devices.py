"""Which device a tensor or a layer is on, as far as the text tells.

"cpu", "cuda", "mps", or "auto" for `"cuda" if torch.cuda.is_available() else "cpu"`: an accelerator where
there is one. "default" for what is made without a device: the CPU, unless other code sets another default.
None is not known, and nothing is said of it.
"""

from __future__ import annotations

import ast

from footgun.network import Value
from footgun.source.values import Choice, Container, Dict, Instance, LayerObject, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine

HOST = frozenset(("cpu", "default"))
ACCELERATORS = frozenset(("cuda", "mps", "xpu", "auto"))
# What makes a tensor on the CPU unless it is told where.
CREATORS = {
    "torch.arange", "torch.empty", "torch.eye", "torch.from_numpy", "torch.full", "torch.linspace",
    "torch.normal", "torch.ones", "torch.rand", "torch.randint", "torch.randn", "torch.randperm",
    "torch.tensor", "torch.zeros",
}  # fmt: skip
# Modules and settings that move things by themselves.
MOVERS = (
    "accelerate", "deepspeed", "fastai", "ignite", "lightning", "pytorch_lightning",
    "torch.set_default_device", "torch.set_default_tensor_type", "transformers",
)  # fmt: skip


class Place(Unknown):
    """A device that is not known but for its kind."""

    __slots__ = ("device",)

    def __init__(self, device: str | None) -> None:
        super().__init__("a device")
        self.device = device


def device_of(value: Any) -> str | None:
    """The device that an argument names, or that a tensor is on."""
    if isinstance(value, Place):
        return value.device
    if isinstance(value, str):
        kind = value.split(":")[0]
        return kind if kind == "cpu" or kind in ACCELERATORS - {"auto"} else None
    if isinstance(value, Thing) and value.name == "torch.device":
        return device_of(value.facts.get("type"))
    if isinstance(value, Value):
        found: str | None = value.facts.get("device")
        return found
    return "cuda" if isinstance(value, int) and not isinstance(value, bool) else None


def either(a: Any, b: Any) -> Place | None:
    """Two devices that a condition chooses from; None where they are none."""
    if not isinstance(a, (str, Thing, Place)) or not isinstance(b, (str, Thing, Place)):
        return None
    kinds = {device_of(a), device_of(b)}
    if None in kinds:
        return None
    if len(kinds) == 1:
        return Place(kinds.pop())
    return Place("auto" if kinds & ACCELERATORS and kinds & {"cpu", "default", "auto"} else None)


def apart(a: str | None, b: str | None) -> bool:
    """Whether two devices certainly differ on a machine that has them."""
    return (a in HOST and b in ACCELERATORS) or (b in HOST and a in ACCELERATORS)


def created(at: At, value: Value) -> None:
    """Note where a new tensor is."""
    if at.name in CREATORS:
        given = written(at, "device")
        value.facts["device"] = "default" if given is None else device_of(given)


def written(at: At, name: str) -> Any:
    """An argument as the call gives it by name; None where it is not given."""
    if at.node is None or at.frame is None:
        return None
    from footgun.source.interpret.expressions import evaluate

    for keyword in at.node.keywords:
        if keyword.arg is None:
            return Unknown("**kwargs")
        if keyword.arg == name and not (
            isinstance(keyword.value, ast.Constant) and keyword.value.value is None
        ):
            return evaluate(at.m, at.frame, keyword.value)
    return None


def moved(at: At, value: Any, args: tuple[Any, ...]) -> Any:
    """A tensor after `.cuda()`, `.cpu()` or `.to(...)`."""
    if isinstance(value, Value) and value.shape != ():
        named = at.label if at.label in ("cuda", "cpu") else None
        found = named or next((d for d in map(device_of, args) if d is not None), None)
        if found is not None:
            value.facts["device"] = found
            if found in ACCELERATORS and len(at.m.loops) > 1:
                at.m.event("move", value)
            watch(at.m)
        elif at.label == "type" or any(isinstance(arg, (Unknown, Value, Thing)) for arg in args):
            value.facts.pop("device", None)  # `x.type(torch.cuda.FloatTensor)` moves it as well
    return value


def layers_within(module: Any) -> list[LayerObject]:
    """Every layer that a module may hold: those of each of several choices too."""
    found: dict[int, LayerObject] = {}
    seen: set[int] = set()
    rest = [module]
    while rest:
        value = rest.pop()
        if isinstance(value, LayerObject):
            found[id(value)] = value
        elif id(value) not in seen and isinstance(value, (Instance, Container, Choice, List, tuple, Dict)):
            seen.add(id(value))
            if isinstance(value, Choice):
                rest += value.options
            elif isinstance(value, (List, tuple)):
                rest += value
            elif isinstance(value, Dict):
                rest += value.values()
            else:
                rest += value.attributes.values()
                rest += value.items.values() if isinstance(value, Container) else ()
    return list(found.values())


def move_layers(at: At, layers: list[Any], args: tuple[Any, ...]) -> None:
    """Layers after `model.cuda()`, `.cpu()` or `.to(...)`: where only one branch moves them, nobody knows."""
    named = at.label if at.label in ("cuda", "cpu") else None
    found = named or next((d for d in map(device_of, args) if d is not None), None)
    if found is None and not any(isinstance(arg, (Unknown, Thing, Value)) for arg in args):
        return
    for holder in layers:
        holder.layer.device = None if at.m.maybe else found
    at.m.changes += 1
    watch(at.m)


def watch(m: Machine) -> None:
    """From the first move on, devices are compared; not where a library moves things by itself."""
    if "devices" not in m.notes:
        names = [use.name for use in m.program.uses] + list(m.notes.get("imports", ()))
        aside = any(name == mover or name.startswith(f"{mover}.") for name in names for mover in MOVERS)
        from footgun.source.torch._placement import compare

        m.notes["devices"] = None if aside else compare
