"""torch.nn: Sequential, ModuleList, ModuleDict."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of, one_item
from footgun.source.values import Container, Dict, Instance, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
            from footgun.changes import Around

            at.fault(
                "`Sequential` is given a list, it takes the layers themselves",
                help="unpack it: `nn.Sequential(*layers)`",
                mend=Around(at.span, 0, "*", ""),
            )
    made = hold(at, "sequential", named(at, args))
    made.items.open = at.open_arguments
    return made


@bind("torch.nn.Sequential.__init__", "torch.nn.ModuleList.__init__", "torch.nn.ModuleDict.__init__")
def sequential_init(at: At, self: Any, *args: Any, modules: Any = None) -> Any:
    kind = KINDS[at.name.split(".")[-2]]
    if not args and modules is not None and kind != "sequential":
        args = (modules,)
    values: Any = args
    if args and (kind != "sequential" or (len(args) == 1 and isinstance(args[0], Dict))):
        values = args[0] if isinstance(args[0], Dict) else items_of(at.m, args[0]) or ()
    if isinstance(self, Instance):
        install(at, self, kind, named(at, values))
    return None


@bind("torch.nn.ModuleList")
def module_list(at: At, modules: Any = None) -> Any:
    items = [] if modules is None else items_of(at.m, modules)
    made = hold(at, "list", named(at, [one_item(at.m, modules)] if items is None else items))
    made.items.open = items is None
    return made


@bind("torch.nn.ParameterList")
def parameter_list(at: At, values: Any = None) -> Any:
    return module_list(at, values)


@bind("torch.nn.ParameterDict")
def parameter_dict(at: At, parameters: Any = None) -> Any:
    return module_dict(at, parameters)


@bind("torch.nn.ModuleDict")
def module_dict(at: At, modules: Any = None) -> Any:
    if modules is None or isinstance(modules, Dict):
        made = hold(at, "dict", named(at, modules or Dict()))
        made.items.open = isinstance(modules, Dict) and modules.open
        return made
    pairs = items_of(at.m, modules)
    if pairs is not None and all(isinstance(p, (tuple, List)) and len(p) == 2 for p in pairs):
        return hold(at, "dict", {str(k): v for k, v in pairs})
    return at.unknown(f"the items of `{at.label}`")


def container_of(self: Any) -> Container | None:
    """The container itself, or the one inside a subclass."""
    inner = self if isinstance(self, Container) else getattr(self, "attributes", {}).get("__container__")
    return inner if isinstance(inner, Container) else None


@bind("torch.nn.ModuleList.append", "torch.nn.Sequential.append")
def append(at: At, self: Any, module: Any) -> Any:
    inner = container_of(self)
    if inner is not None:
        at.m.journal.touch(inner.items)
        inner.items[str(len(inner.items))] = module
        at.m.owned(module)
        at.m.changes += 1
    return self


@bind("torch.nn.ParameterList.append")
def append_parameter(at: At, self: Any, value: Any) -> Any:
    return append(at, self, value)


@bind("torch.nn.ModuleList.extend")
def extend(at: At, self: Any, modules: Any) -> Any:
    items = items_of(at.m, modules)
    for item in [one_item(at.m, modules)] if items is None else items:
        append(at, self, item)
    inner = container_of(self)
    if items is None and inner is not None:
        inner.items.open = True
    return self


@bind("torch.nn.Sequential.extend")
def extend_sequential(at: At, self: Any, sequential: Any) -> Any:
    return extend(at, self, sequential)


@bind("torch.nn.ModuleList.insert", "torch.nn.Sequential.insert")
def insert(at: At, self: Any, index: Any, module: Any) -> Any:
    inner = container_of(self)
    if inner is not None and not isinstance(index, int):
        at.m.journal.touch(inner.items)
        inner.items.open = True
    elif inner is not None:
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
    elif inner is not None:  # one of any number that a loop adds, or one under an unknown name
        at.m.journal.touch(inner.items)
        key = str(len(inner.items))
        inner.items[key] = module
        inner.items.perhaps |= {key}
        inner.items.open = True
        at.m.owned(module)
        at.m.changes += 1
    return None


@bind("torch.nn.ModuleDict.update")
def update(at: At, self: Any, modules: Any) -> None:
    inner = container_of(self)
    if isinstance(modules, Dict):
        known: Any = list(modules.items())
    elif isinstance(modules, Container):
        known = list(modules.items.items())
    else:
        known = items_of(at.m, modules)
    if inner is None:
        return
    at.m.journal.touch(inner.items)
    for pair in known or ():
        if isinstance(pair, (tuple, List)) and len(pair) == 2 and isinstance(pair[0], str):
            inner.items[pair[0]] = pair[1]
            at.m.owned(pair[1])
    if known is None or getattr(modules, "open", False):
        inner.items.open = True
    at.m.changes += 1


@bind("torch.nn.ParameterDict.update")
def update_parameters(at: At, self: Any, parameters: Any) -> None:
    update(at, self, parameters)


@bind("torch.nn.ModuleDict.pop", "torch.nn.ModuleList.pop", "torch.nn.Sequential.pop")
def pop(at: At, self: Any, key: Any) -> Any:
    inner = container_of(self)
    if inner is None:
        return Unknown("a module")
    names = list(inner.items)
    if isinstance(key, int) and inner.kind != "dict" and -len(names) <= key < len(names):
        name = names[key]
    elif isinstance(key, str) and key in inner.items:
        name = key
    else:
        return Unknown("a module under an unknown key")
    at.m.journal.touch(inner.items)
    found = inner.items.pop(name)
    if inner.kind != "dict":
        left = list(inner.items.values())
        inner.items.clear()
        inner.items.update({str(i): v for i, v in enumerate(left)})
    at.m.changes += 1
    return found


@bind("torch.nn.ModuleDict.clear")
def clear(at: At, self: Any) -> None:
    inner = container_of(self)
    if inner is not None:
        at.m.journal.replace(inner.items, {})
        at.m.changes += 1


@bind("torch.nn.ModuleDict.items", "torch.nn.ModuleDict.keys", "torch.nn.ModuleDict.values")
def dict_items(at: At, self: Any) -> Any:
    inner = container_of(self)
    if inner is None:
        return List([], True)
    if at.label == "keys":
        return List(list(inner.items))
    return List(list(inner.items.items()) if at.label == "items" else list(inner.items.values()))
