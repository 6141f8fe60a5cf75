"""`NamedTuple` as in `typing`, without what making a class costs there.

`typing` compiles every annotation and writes a constructor in source: half a millisecond a class, and a run
makes forty. Here a class takes its field names and leaves the rest to `tuple`; type checkers see the other.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any
    from typing import NamedTuple as NamedTuple
else:
    from operator import itemgetter

    class _Record(tuple):
        """What all records share."""

        __slots__ = ()
        _make = classmethod(tuple.__new__)

        def __new__(cls, *values: Any, **named: Any) -> _Record:
            fields, defaults = cls._fields, cls._field_defaults
            if len(values) != len(fields) or named:
                rest = fields[len(values) :]
                lacking = [n for n in rest if n not in named and n not in defaults]
                if lacking or len(values) > len(fields) or not named.keys() <= set(rest):
                    raise TypeError(
                        f"{cls.__name__} takes {fields}, got {len(values)} values and {list(named)}"
                    )
                values += tuple([named[n] if n in named else defaults[n] for n in rest])
            return tuple.__new__(cls, values)

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{n}={v!r}' for n, v in self._asdict().items())})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes: Any) -> _Record:
            return type(self)(**{**self._asdict(), **changes})

    class _Maker(type):
        """Turns the body of a class, with an annotated line for each field, into a class of tuples."""

        def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, space)
            fields = tuple(space.get("__annotations__", ()))
            space["_field_defaults"] = {field: space[field] for field in fields if field in space}
            space.update({field: property(itemgetter(i)) for i, field in enumerate(fields)})
            return type(
                name, (_Record,), {**space, "_fields": fields, "__match_args__": fields, "__slots__": ()}
            )

    class NamedTuple(metaclass=_Maker):
        """The base of a record; its subclasses are plain tuples with names."""
