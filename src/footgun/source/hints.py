"""Sizes that people wrote down: in prose and comments, in any language.

Two readings. `shape_hints` looks for sizes of inputs anywhere in a text ("pictures of 28 x 28 pixels") and
says how sure it is; `comment_shape` reads a comment that is nothing but the shape of the value on its line
(`# B x 392`).
"""

from __future__ import annotations

import re

from footgun.records import NamedTuple
from footgun.source.shape_comment import CommentShape, comment_shape

__all__ = ["CommentShape", "Hint", "comment_shape", "shape_hints"]

# All patterns are compiled at their first use: most texts hold no size.
# Sizes are joined by a sign or by a word: 28 x 28, 28×28, 28 на 28, 28 by 28, $28 \times 28$.
_NUMBER = r"\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)|\d{1,6}"
_NAMED = r"batch(?:_?size)?|bs|None|[BNCHWTL]|[bnchw]|\?"
_ITEM = rf"(?:{_NUMBER}|{_NAMED})"
_SIGN = r"(?:\s*(?:[x×хX*✕]|\\times|\\cdot)\s*|\s+(?:на|by)\s+)"
_CROSS = rf"(?<![\w.,*/^+=-])(?P<items>{_ITEM}(?:{_SIGN}{_ITEM})+)(?![\w*/^]|[.,]\d|\s*%)"
_BRACKETED = rf"(?:torch\.Size)?[\[(]+\s*(?P<items>{_ITEM}(?:\s*,\s*{_ITEM}){{1,4}})\s*,?\s*[\])]+"
_FEATURES = (
    r"(?i)(?<![\w.,-])(?P<items>\d{1,6})\$?[\s-]+(?:input\s+)?"
    r"(?:features\b|regressors\b|predictors\b|признак\w*|регрессор\w*|dimensional\s+inputs?)"
)
_WORTH_READING = r"\d\s*\\?[x×хX*✕ctнb,]|[x×х*,]\s*\d|\d\$?[\s-]+[ifrpпdр]"
# What words stand near, in lower case.
_INPUT = (
    r"\binput|\bimages?\b|\bpictures?\b|\bphotos?\b|\bpixels?\b|\bframes?\b|\bresolution"
    r"|картин|изображени|пиксел|фотограф|разрешени|\bвход|на вход|\bimágenes?\b|\bbild(?:er)?\b"
    r"|图像|图片|输入"
)
# Words that say the sizes belong to a layer or to what comes out of one.
_LAYER = (
    r"kernel|filter|\bconv|\bpool|stride|padding|\bpatch|\bwindow|\bgrid\b|\blayer|\bmatri[xc]|feature map"
    r"|weights?\b|\boutputs?\b|ядр|фильтр|св[её]рт|конволюц|пул+инг|паддинг|сло[йяеёию]|матриц|выход"
    r"|результат|卷积|池化"
)
# What patches of an image are called where they are read like a text.
_COUNTED = r"[\s`*_-]*(?:visual\s+)?(?:words?|tokens?)\b"
_FULL_INPUT = r"\binput\s+(?:shape|size|image|tensor)|\bshape of (?:the )?input|размер\w* входн"
_CLASSES = r"[\s$]*(?:class|класс|categor|категор)"
_COLOUR = r"\brgb\b|\bcolou?r|цветн"
_GREY = r"\bgr[ae]y|\bblack[- ]and[- ]white|ч[её]рно-?\s?бел|\bmnist\b"
_SENTENCE = r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*(?:[-*#>]|\d+[.)]\s))"
_BESIDE = 90  # characters on either side that say what a size is of, in a long sentence
_AROUND = 400  # and those where a layer makes one doubt it
MOST = 20  # sizes in one sentence
SMALLEST = 8  # pixels on a side of an image; anything below is a kernel or a pool
LARGEST = 16_384  # pixels on a side; anything beyond is a count


class Hint(NamedTuple):
    """A size found in a text; the line counts from 1 in the text given, the column from 0.

    `about` is "input", "other" (a kernel, a grid, an output) or "unknown". In `sizes` None stands for the
    batch or any named size. `channels` is 3 or 1 when the words beside it say colour or grey.
    """

    sizes: tuple[int | None, ...]
    layout: str | None  # "hw", "chw", "hwc", "nchw", "nhwc", "batch" (batch and features), "features"
    about: str
    text: str
    line: int
    column: int
    channels: int | None = None


def shape_hints(text: str) -> list[Hint]:
    """Sizes of images and inputs that a text speaks of.

    >>> [(hint.sizes, hint.layout, hint.about) for hint in shape_hints("Classify pictures of 28 x 28 pixels")]
    [((28, 28), 'hw', 'input')]
    """
    if not re.search(_WORTH_READING, text):
        return []
    found: list[Hint] = []
    line, counted = 1, 0
    for start, sentence in _sentences(text):
        line += text.count("\n", counted, start)
        counted = start
        low = sentence.lower()
        for form, match in _matches(sentence):
            hint = _hint(form, match, low)
            if hint is not None:
                begin = start + match.start("items")
                row = line + text.count("\n", start, begin)
                found.append(hint._replace(line=row, column=begin - text.rfind("\n", 0, begin) - 1))
    return found


def _sentences(text: str) -> list[tuple[int, str]]:
    parts, begin = [], 0
    for gap in re.finditer(_SENTENCE, text):
        parts.append((begin, text[begin : gap.start()]))
        begin = gap.end()
    parts.append((begin, text[begin:]))
    return [(start, part) for start, part in parts if any(sign.isdigit() for sign in part)]


def _matches(sentence: str) -> list[tuple[str, re.Match[str]]]:
    """The first sizes of a sentence, by how they are written; a sentence that has more is a table."""
    forms = (("cross", _CROSS), ("list", _BRACKETED), ("features", _FEATURES))
    found = [(form, match) for form, pattern in forms for match in re.finditer(pattern, sentence)]
    found.sort(key=lambda pair: pair[1].start("items"))
    return found[:MOST]


def _hint(form: str, match: re.Match[str], low: str) -> Hint | None:
    items = match["items"]
    parts = [part.strip() for part in items.split(",")] if form == "list" else _joined(items)
    sizes = [_size(part) for part in parts]
    whole = form == "cross" and len(parts) == len(re.split(_SIGN, items))
    if len(sizes) > 2 and whole and re.compile(_CLASSES).match(low, match.end()):
        sizes.pop()
    numbers = [size for size in sizes if size is not None]
    if not numbers or any(not 0 < size <= LARGEST for size in numbers[-2:]) or len(sizes) > 5:
        return None
    if form == "list" and None not in sizes and "Size" not in match[0] and not re.search(_INPUT, low):
        return None  # any tuple of numbers
    if form != "features" and len(sizes) < 2:
        return None
    layout = "features" if form == "features" else layout_of(sizes, parts)
    about = _about(match, low)
    if about == "input" and layout == "hw" and min(numbers) < SMALLEST:
        about = "unknown"
    if "*" in items and about != "input":
        return None  # a product
    near = _near(match, low, _BESIDE)
    channels = 3 if re.search(_COLOUR, near) else 1 if re.search(_GREY, near) else None
    return Hint(tuple(sizes), layout, about, items.strip(), 0, 0, channels if layout == "hw" else None)


def _joined(items: str) -> list[str]:
    """The sizes that one and the same sign joins: `28 x 28 на 10` is a size and then something else.

    A letter needs spaces, or capitals, around the sign: `B x 3`, `Bx3`.
    """
    signs = re.findall(_SIGN, items)
    parts = re.split(_SIGN, items)
    same = 1
    while same < len(signs) and signs[same].strip() == signs[0].strip():
        same += 1
    parts = parts[: same + 1]
    tight = any(not sign[:1].isspace() for sign in signs[:same])
    return [] if tight and any(part.islower() for part in parts) else parts


def _size(part: str) -> int | None:
    digits = re.sub(r"[ \u00a0]", "", part)
    return int(digits) if digits.isdigit() else None


def layout_of(sizes: list[int | None], names: list[str]) -> str | None:
    """What each size of an input is, from the numbers: channels are few, height and width are often equal."""
    channels = {1, 2, 3, 4}
    if len(sizes) == 2:
        return "hw" if None not in sizes else "batch" if sizes[0] is None and sizes[1] is not None else None
    batch = sizes[0] is None and names[0] not in ("C", "c", "H", "h")
    rest = sizes[1:] if len(sizes) == 4 else sizes
    if len(sizes) not in (3, 4) or (len(sizes) == 3 and batch):
        return None
    prefix = "n" if len(sizes) == 4 else ""
    first = rest[0] in channels or (rest[0] is not None and rest[1] == rest[2])
    last = rest[2] in channels and rest[2] is not None
    if last and (rest[0] not in channels or rest[0] is None):
        return prefix + "hwc"
    return prefix + "chw" if first else None


def _near(match: re.Match[str], low: str, reach: int) -> str:
    return low[max(match.start() - reach, 0) : match.end() + reach]


def _about(match: re.Match[str], low: str) -> str:
    if re.compile(_COUNTED).match(low, match.end()):
        return "other"
    says_input = re.search(_INPUT, _near(match, low, _BESIDE)) is not None
    if not re.search(_LAYER, _near(match, low, _AROUND)):
        return "input" if says_input else "unknown"
    just_before = low[max(match.start() - 30, 0) : match.start()]
    if re.search(_FULL_INPUT, just_before) and not re.search(_LAYER, just_before):
        return "input"
    return "unknown" if says_input else "other"
