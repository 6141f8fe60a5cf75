"""Weights that were saved before: what they fit must stay as it is.

A script that loads a file of weights and saves none runs with the network that made the file. With one more
element in a `Sequential`, another width or another name it would no longer load.
"""

from __future__ import annotations

from footgun.changes import Argument, Erase, Follow, Hoist, Hold, Own
from footgun.source.rewrite.text import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LOADS = frozenset(("load", "load_file", "load_state_dict_from_url", "load_url"))
SAVES = frozenset(("save", "save_checkpoint", "save_file", "save_model", "save_pretrained", "save_weights"))
SIZES = frozenset((
    "bias", "embedding_dim", "filters", "in_channels", "in_features", "kernel_size", "num_embeddings",
    "num_features", "out_channels", "out_features", "units", "use_bias",
))  # fmt: skip


def loads_weights(text: Text) -> bool:
    """Whether the file takes weights from elsewhere, and makes none itself."""
    used = text.attributes | {name.id for name in text.names}
    loads = ("load_state_dict" in used and used & LOADS) or "load_weights" in used
    return bool(loads) and not used & SAVES and "ModelCheckpoint" not in used


def changes_weights(change: Any) -> bool:
    """Whether a change gives layers other weights, or other names or numbers to them."""
    if isinstance(change, (Follow, Erase)):
        return not change.applied
    if isinstance(change, Argument):
        return change.name in SIZES
    return isinstance(change, (Hoist, Hold, Own))
