"""torch.nn: Sequential, ModuleList, ModuleDict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.values import Container, Dict, Instance, List

if TYPE_CHECKING:
    from footgun.source.callsite import At

KINDS = {
    "Sequential": "sequential",
    "ModuleList": "list",
    "ModuleDict": "dict",
    "ParameterList": "list",
    "ParameterDict": "dict",
}


def hold(at: At, kind: str, items: dict[str, Any]) -> Container:
    """A new container; what it holds is then part of it."""
    made = Container(kind, at.name, at.span, items)
    for item in items.values():
        at.m.owned(item)
    if kind == "sequential":
        at.m.modules.append(made)
        at.m.made_order.append(made)
    return made


def named(at: At, values: Any) -> dict[str, Any]:
    """Items by their number, or by the names of an OrderedDict."""
    if isinstance(values, Dict):
        return {str(k): v for k, v in values.items()}
    return {str(i): v for i, v in enumerate(values)}


def install(at: At, self: Any, kind: str, items: dict[str, Any]) -> None:
    """`super().__init__(*layers)` in a subclass of a container."""
    inner = hold(at, kind, items)
    inner.owned = True
    at.m.journal.write(self.attributes, "__container__", inner)
    at.m.journal.write(self.attributes, "__super_done__", True)


@bind("torch.nn.Sequential")
def sequential(at: At, *args: Any) -> Any:
    if len(args) == 1 and isinstance(args[0], (Dict, List)):
        args = args[0]  # type: ignore[assignment]
        if isinstance(args, List):
            at.fault(
                "`Sequential` is given a list, it takes the layers themselves",
                help="unpack it: `nn.Sequential(*layers)`",
            )
    made = hold(at, "sequential", named(at, args))
    if at.open_arguments:
        at.m.not_checked("layers of `Sequential` that are not known", at.span)
    return made


@bind("torch.nn.Sequential.__init__", "torch.nn.ModuleList.__init__", "torch.nn.ModuleDict.__init__")
def sequential_init(at: At, self: Any, *args: Any) -> Any:
    kind = KINDS[at.name.split(".")[-2]]
    values: Any = args
    if args and (kind != "sequential" or (len(args) == 1 and isinstance(args[0], Dict))):
        values = args[0] if isinstance(args[0], Dict) else items_of(at.m, args[0]) or ()
    if isinstance(self, Instance):
        install(at, self, kind, named(at, values))
    return None


@bind("torch.nn.ModuleList")
def module_list(at: At, modules: Any = None) -> Any:
    items = [] if modules is None else items_of(at.m, modules)
    if items is None:
        return at.unknown(f"the items of `{at.label}`")
    return hold(at, "list", named(at, items))


@bind("torch.nn.ParameterList")
def parameter_list(at: At, values: Any = None) -> Any:
    return module_list(at, values)


@bind("torch.nn.ParameterDict")
def parameter_dict(at: At, parameters: Any = None) -> Any:
    return module_dict(at, parameters)


@bind("torch.nn.ModuleDict")
def module_dict(at: At, modules: Any = None) -> Any:
    if modules is None or isinstance(modules, Dict):
        return hold(at, "dict", named(at, modules or Dict()))
    return at.unknown(f"the items of `{at.label}`")


def container_of(self: Any) -> Container | None:
    """The container itself, or the one inside a subclass."""
    inner = self if isinstance(self, Container) else getattr(self, "attributes", {}).get("__container__")
    return inner if isinstance(inner, Container) else None


@bind("torch.nn.ModuleList.append", "torch.nn.Sequential.append")
def append(at: At, self: Any, module: Any) -> Any:
    inner = container_of(self)
    if inner is not None:
        at.m.journal.write(inner.items, str(len(inner.items)), module)
        at.m.owned(module)
        at.m.changes += 1
    return self


@bind("torch.nn.ParameterList.append")
def append_parameter(at: At, self: Any, value: Any) -> Any:
    return append(at, self, value)


@bind("torch.nn.ModuleList.extend")
def extend(at: At, self: Any, modules: Any) -> Any:
    for item in items_of(at.m, modules) or ():
        append(at, self, item)
    return self


@bind("torch.nn.Sequential.extend")
def extend_sequential(at: At, self: Any, sequential: Any) -> Any:
    return extend(at, self, sequential)


@bind("torch.nn.ModuleList.insert", "torch.nn.Sequential.insert")
def insert(at: At, self: Any, index: Any, module: Any) -> Any:
    inner = container_of(self)
    if inner is not None and isinstance(index, int):
        values = list(inner.items.values())
        values.insert(index, module)
        at.m.journal.replace(inner.items, {str(i): v for i, v in enumerate(values)})
        at.m.owned(module)
        at.m.changes += 1
    return self


@bind("torch.nn.Module.add_module", "torch.nn.Module.register_module")
def add_module(at: At, self: Any, name: Any, module: Any) -> Any:
    inner = container_of(self)
    if isinstance(name, str):
        if inner is not None:
            at.m.journal.write(inner.items, name, module)
        elif hasattr(self, "attributes"):
            at.m.journal.write(self.attributes, name, module)
        at.m.owned(module)
        at.m.changes += 1
    return None


@bind("torch.nn.ModuleDict.items", "torch.nn.ModuleDict.keys", "torch.nn.ModuleDict.values")
def dict_items(at: At, self: Any) -> Any:
    inner = container_of(self)
    if inner is None:
        return List([], True)
    if at.label == "keys":
        return List(list(inner.items))
    return List(list(inner.items.items()) if at.label == "items" else list(inner.items.values()))
