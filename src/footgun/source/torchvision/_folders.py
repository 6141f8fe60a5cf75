"""Folders of published archives of images, and how many classes they hold."""

from __future__ import annotations

import ast
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# By the name of the folder that the archive unpacks to; parts for training and validation lie below it.
FOLDERS = {
    "PetImages": 2, "cats_and_dogs_filtered": 2, "flower_photos": 5, "horse-or-human": 2,
    "hymenoptera_data": 2, "imagenette2": 10, "imagenette2-160": 10, "imagenette2-320": 10, "imagewoof2": 10,
    "imagewoof2-160": 10, "imagewoof2-320": 10,
}  # fmt: skip


def classes_in(at: At, root: Any) -> int | None:
    """How many classes lie in a folder, told by its path, or by the parts that it is put together of."""
    texts = [root] if isinstance(root, str) else written(at)
    names = [name for text in texts for name in re.split(r"[/\\]", text)]
    return next((FOLDERS[name] for name in names if name in FOLDERS), None)


def written(at: At) -> list[str]:
    """The texts in the first argument of a call."""
    if at.node is None:
        return []
    given = at.node.args[:1] or [k.value for k in at.node.keywords if k.arg == "root"]
    nodes = (node for part in given for node in ast.walk(part))
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
