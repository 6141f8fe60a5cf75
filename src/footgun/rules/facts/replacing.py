"""Fixes for names and arguments that a library dropped or advises against, where another does the same."""

from __future__ import annotations

import re

from footgun.changes import Index, Keyword, Module, Rename, Replace
from footgun.findings import Fix
from footgun.network import NameUse
from footgun.rules.facts.releases import OLD_MODULES, Change

# Names whose successor takes and gives the same, within the same module or one below it.
SAME = re.compile(r"`\.?(?:torch\.|F\.)?((?:linalg\.|fft\.)?[A-Za-z_][\w]*)`$")
# Their successors take other arguments or give other things.
OTHER = frozenset((
    "torch.symeig", "torch.eig", "torch.gels", "torch.potrf", "torch.rfft", "torch.irfft", "torch.lu",
    "torch.qr", "torch.cholesky", "keras.layers.Deconvolution2D",
    "keras.layers.LocallyConnected1D", "keras.layers.LocallyConnected2D", "keras.objectives", "keras.engine",
))  # fmt: skip
# Arguments whose values mean another thing today.
VALUES = frozenset(("dim_ordering", "samples_per_epoch", "period"))
# Arguments of `fit` on how a generator is read, without which it is read all the same.
WORKERS = frozenset(("workers", "use_multiprocessing", "max_queue_size"))
REDUCTIONS = {
    ("size_average", True): "mean",
    ("size_average", False): "sum",
    ("reduce", False): "none",
    ("reduce", True): "mean",
}


def replacement(use: NameUse, change: Change) -> Fix | None:
    """The edit that gives the same numbers; None where more has to change, or the edit is not certain."""
    made = _argument(use, change) if use.keyword else _name(use, change)
    if made is None:
        return None
    title = f"use {change.now}"
    if isinstance(made, Keyword) and made.text is not None:
        title = f"`{made.name}={made.text}`"
    return Fix(title, safe=True, changes=(made,))


def _name(use: NameUse, change: Change) -> Rename | Replace | Index | Module | None:
    if use.name in OTHER:
        return None
    if use.name.startswith("numpy."):
        name = change.now.strip("`")
        builtin = not name.startswith("np.")
        return Replace(use.span, name) if builtin else Rename(use.span, name.removeprefix("np."))
    if use.name in OLD_MODULES:
        return Module(use.span, use.name, OLD_MODULES[use.name])
    if use.name.endswith("']"):
        return Index(use.span, change.now.strip("`").partition("[")[2][:-1])
    found = SAME.match(change.now)
    return Rename(use.span, found[1]) if found else None


def _argument(use: NameUse, change: Change) -> Keyword | None:
    if change.ignored or use.keyword in VALUES:
        return None
    if (use.keyword, use.value) in REDUCTIONS:
        return Keyword(use.span, "reduction", f'"{REDUCTIONS[use.keyword, use.value]}"')
    plain = use.name.count(".") == 2 and not use.name.endswith(("regnet_y_128gf", "vit_h_14"))
    if use.keyword == "pretrained" and plain and isinstance(use.value, bool):
        # What `True` stood for: the first weights that were published.
        return Keyword(use.span, "weights", '"IMAGENET1K_V1"' if use.value else "None")
    if use.keyword in WORKERS:
        return Keyword(use.span, "")
    found = SAME.match(change.now)
    return Keyword(use.span, found[1]) if found else None
