"""What every operation is: settings, a shape rule that goes on after a fault, weights and FLOPs.

An op knows no framework: bindings in a front end turn `nn.Conv2d(...)` and `Conv2D(...)` into the same op.
`infer` never raises on a bad shape. It records a `Fault` and returns what the op would have given had its
input been right, so that the next op is still checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.records import NamedTuple
from footgun.sizes import DType, Names, Shape, Size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        """Tell type checkers that `Op` subclasses get an `__init__` from their annotations."""
        return lambda cls: cls


class Fault(NamedTuple):
    """A proven conflict between an op and what it gets.

    Kinds: channels, features, window, rank, elements, broadcast, concat, matmul, dtype, argument, index.
    """

    kind: str
    expected: Size | Shape | str | tuple[int, ...] | None = None
    got: Size | Shape | str | None = None
    axis: int | None = None
    detail: str = ""
    argument: str = ""


class Check:
    """Collects the faults of one application of an op and hands out names for sizes nobody knows."""

    __slots__ = ("faults", "names")

    def __init__(self, names: Names) -> None:
        self.names = names
        self.faults: list[Fault] = []

    def fail(self, kind: str, **facts: Any) -> None:
        """Record a fault."""
        self.faults.append(Fault(kind, **facts))

    def require(self, answer: bool | None, kind: str, **facts: Any) -> bool:
        """Record a fault if `answer` is False; None (unknown) passes."""
        if answer is False:
            self.faults.append(Fault(kind, **facts))
            return False
        return True

    def fresh(self, hint: str = "s", low: int = 1, high: int | None = None) -> Size:
        """A new name for a size that nothing tells."""
        return self.names.fresh(hint, low, high)


@dataclass_transform(frozen_default=True)
class Op:
    """One operation with its settings. Subclasses list settings as annotated class attributes.

    `inputs` below are shapes, None where even the rank is unknown.
    """

    # Affine in its input for fixed weights, so that two in a row are one: conv, linear, norm, mean pool ...
    affine: ClassVar[bool] = False
    # Has weights that mix features, so that stacking two of them without a nonlinearity wastes one.
    mixes: ClassVar[bool] = False
    # Weighs one tensor by another, as attention does.
    attends: ClassVar[bool] = False
    # Passes values on unchanged but for position: reshape, identity.
    moves: ClassVar[bool] = False
    # In torch, the input must be of the very type of the weights.
    own_type: ClassVar[bool] = False
    # A second output says where the values of the first were found.
    places: ClassVar[bool] = False

    _fields: ClassVar[tuple[str, ...]] = ()
    _required: ClassVar[tuple[str, ...]] = ()  # those without a default

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = [
            n for n, a in vars(cls).get("__annotations__", {}).items() if not str(a).startswith("ClassVar")
        ]
        cls._fields = cls._fields + tuple(n for n in own if n not in cls._fields)
        cls._required = tuple(n for n in cls._fields if not hasattr(cls, n))

    def __init__(self, *args: Any, **settings: Any) -> None:
        fields = self._fields
        if len(args) > len(fields):
            raise TypeError(f"{type(self).__name__} takes {len(fields)} settings, got {len(args)}")
        self.__dict__.update(zip(fields, args, strict=False))
        for key, value in settings.items():
            if key not in fields:
                raise TypeError(f"{type(self).__name__} has no setting {key!r}")
            self.__dict__[key] = value
        for key in self._required:
            if key not in self.__dict__:
                raise TypeError(f"{type(self).__name__} needs {key!r}")

    def __repr__(self) -> str:
        shown = ", ".join(f"{n}={getattr(self, n)!r}" for n in self._fields if n in self.__dict__)
        return f"{type(self).__name__}({shown})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.settings() == other.settings()

    def __hash__(self) -> int:
        return hash(repr(self))

    def settings(self) -> dict[str, Any]:
        """All settings by name, defaults included."""
        return {n: getattr(self, n) for n in self._fields}

    def replace(self, **changes: Any) -> Op:
        """The same op with some settings changed."""
        return type(self)(**{**self.settings(), **changes})

    def validate(self, check: Check) -> None:
        """Record `argument` faults for settings that the constructor itself refuses."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | tuple[Shape | None, ...] | None:
        """The output shape (a list-like of shapes for several outputs), None where the rank is unknown."""
        return inputs[0] if inputs else None

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """Trainable weights by name with their shapes, in the framework-neutral torch layout."""
        return iter(())

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Floating-point operations of one application (a multiply-add counts 2); 0 where negligible."""
        return 0

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Record `dtype` faults: inputs of a number type that the op refuses."""

    def dtype(self, *inputs: DType | None) -> DType | None:
        """The output's dtype; by default that of the first input."""
        return inputs[0] if inputs else None

    def joint_dtype(self, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
        """The same where the ranks of the inputs are known, which matter to what several types become."""
        return self.dtype(*dtypes)
