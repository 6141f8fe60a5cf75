"""Classes of the checked code whose instances are not plain objects: enums, named tuples, dataclasses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.source.values import Abstract, Class, Unknown

if TYPE_CHECKING:
    from footgun.source.interpret.machine import Machine

ENUMS = ("enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag")


def special_instance(m: Machine, cls: Class, args: list[Abstract], kwargs: dict[str, Any]) -> Abstract | None:
    """What building an object of a special class gives; None for an ordinary class."""
    base = cls.library_base()
    if base in ENUMS:
        return args[0] if args else Unknown("an enum member")
    return None
