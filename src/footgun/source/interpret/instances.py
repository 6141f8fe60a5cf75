"""Objects of the checked code's own classes: allocated, then built by their `__init__`."""

from __future__ import annotations

import ast

from footgun.findings import Span
from footgun.source.interpret.attributes import class_attribute, find_method
from footgun.source.interpret.budget import OutOfBudget
from footgun.source.interpret.machine import UserRaise
from footgun.source.values import Abstract, Class, Function, Instance, Library, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine


def written(method: Abstract) -> bool:
    """Whether a method is the checked code's own."""
    return isinstance(method, Function)


def allocate(m: Machine, cls: Class, span: Span) -> Instance:
    """A new object, before its `__init__`."""
    made = Instance(cls, span)
    made.turn = m.pass_name
    if cls.open_base:
        made.attributes["__super_done__"] = True  # what the unknown class does is not known
    if made.base is not None:
        m.modules.append(made)
        m.made_order.append(made)
        made.label = made.cls.name
    return made


def instantiate(
    m: Machine,
    cls: Class,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    span: Span,
    node: ast.Call | None = None,
    frame: Frame | None = None,
    open_: bool = False,
) -> Abstract:
    """Build an object of a class of the checked code."""
    from footgun.source.special import special_instance

    cls.instances += 1
    special = special_instance(cls, args)
    if special is not None:
        return special
    if m.sparing and getattr(class_attribute(cls, "__init__"), "called", False):
        return Unknown(f"a call of `{cls.name}`")
    if m.visiting and not open_ and not m.running and (cls.network_base() or "").startswith("torch.nn."):
        from footgun.source.moulds import built

        return built(m, cls, args, kwargs, lambda: construct(m, cls, args, kwargs, span, node, frame, open_))
    return construct(m, cls, args, kwargs, span, node, frame, open_)


def construct(
    m: Machine,
    cls: Class,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    span: Span,
    node: ast.Call | None,
    frame: Frame | None,
    open_: bool,
) -> Abstract:
    """Run `__new__` and `__init__`, or what stands for them."""
    from footgun.source.interpret.calls import call_library, call_value
    from footgun.source.special import fill, generated

    new = class_attribute(cls, "__new__")
    made = call_value(m, new, [cls, *args], kwargs, span, node, frame, open_) if written(new) else None
    if made is None or isinstance(made, Unknown):
        made = allocate(m, cls, span)
    elif not isinstance(made, Instance):
        return made
    source = generated(cls)
    init = find_method(m, made, "__init__")
    try:
        if source is not None:
            fill(m, made, source, args, kwargs, open_)
        elif init is not None:
            call_value(m, init, args, kwargs, span, node, frame, open_)
        elif isinstance(class_attribute(cls, "__init__"), Library):
            library = class_attribute(cls, "__init__")
            call_library(m, Library(library.name, made), args, kwargs, span, node, frame, open_)  # type: ignore[union-attr]
    except (OutOfBudget, UserRaise):
        made.called = True  # half built: nobody gets to call it
        raise
    return made
