"""cv2: pictures as arrays of height, width and channels."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.values import Library, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


PIXELS = {"range": (0, 255), "scale": 255}
PLAIN = ("BGR", "BGRA", "GRAY", "RGB", "RGBA")
KEPT = ("range", "scale", "varied")  # by changes of places and colours; cubic resizing clips bytes


def array(at: At, shape: tuple[Any, ...] | None, dtype: str | None, facts: dict[str, Any]) -> Value:
    """An array of pixels that keeps what is known of those it is made of."""
    made = at.value(shape, dtype)
    made.facts["array"] = True
    made.facts.update({k: v for k, v in facts.items() if k in KEPT})
    return made


@bind("cv2.imread")
def imread(at: At, filename: Any, flags: Any = 1) -> Any:
    fresh = at.m.names.fresh
    name = {1: "IMREAD_COLOR", 0: "IMREAD_GRAYSCALE"}.get(flags, "") if isinstance(flags, int) else ""
    name = flags.name.rsplit(".", 1)[-1] if isinstance(flags, Library) else name
    pair = (fresh("h"), fresh("w"))
    shapes = {"IMREAD_COLOR": (*pair, 3), "IMREAD_GRAYSCALE": pair}
    if name not in shapes:
        return array(at, None, None, {})
    return array(
        at, shapes[name], "uint8", {**PIXELS, "varied": False if isinstance(filename, str) else "files"}
    )


@bind("cv2.cvtColor")
def convert(at: At, src: Any, code: Any, dst: Any = None, dstCn: Any = 0) -> Any:
    value = at.m.tensor(src)
    name = code.name.rsplit("_", 1)[-1] if isinstance(code, Library) else ""
    target = name.partition("2")[2]
    if value.shape is None or len(value.shape) not in (2, 3) or not target:
        return array(at, None, value.dtype, value.facts)
    channels = {"GRAY": (), "RGBA": (4,), "BGRA": (4,)}.get(target, (3,))
    bytes_ = value.dtype == "uint8" or target in PLAIN  # hues of floating-point pictures go to 360
    facts = value.facts if bytes_ else {"varied": value.facts.get("varied")}
    return array(at, (*value.shape[:2], *channels), value.dtype, facts)


@bind("cv2.resize")
def resize(
    at: At, src: Any, dsize: Any, dst: Any = None, fx: Any = 0, fy: Any = 0, interpolation: Any = 1
) -> Any:
    value = at.m.tensor(src)
    rest = None if value.shape is None or len(value.shape) not in (2, 3) else value.shape[2:]
    if rest is None:
        return array(at, None, value.dtype, value.facts)
    if isinstance(dsize, (tuple, List)) and len(dsize) == 2:
        width, height = (at.m.size(size, hint) for size, hint in zip(dsize, "wh", strict=True))
    else:
        width, height = at.m.names.fresh("w"), at.m.names.fresh("h")
    kept = () if rest == (1,) else rest  # a last axis of one channel is dropped
    return array(at, (height, width, *kept), value.dtype, {**value.facts, "varied": False})


@bind("cv2.flip", "cv2.GaussianBlur", "cv2.blur", "cv2.medianBlur", "cv2.bilateralFilter", "cv2.warpAffine")
def same(at: At, src: Any, *args: Any, **more: Any) -> Any:
    value = at.m.tensor(src)
    return array(at, None if at.label == "warpAffine" else value.shape, value.dtype, value.facts)


@bind("cv2.imwrite", "cv2.imshow", "cv2.waitKey", "cv2.destroyAllWindows")
def nothing(at: At, *args: Any, **more: Any) -> Any:
    return Unknown("a display")
