"""What the libraries hold: the names in their public modules."""

from __future__ import annotations

from functools import cache


@cache
def _names(top: str) -> dict[str, str]:
    """The tables of one library; loaded when the code uses it."""
    if top == "keras":
        from footgun.rules.facts._keras_names import NAMES

        return NAMES
    if top in ("torch", "torchvision"):
        from footgun.rules.facts._torch_names import NAMES as names

        return names
    return {}


@cache
def members(module: str) -> frozenset[str]:
    """The public names of a module, empty where the module is not known."""
    return frozenset(_names(module.split(".", 1)[0]).get(module, "").split())


def closest(name: str, known: frozenset[str]) -> str | None:
    """The name that was most likely meant: another case, else a few letters off."""
    from difflib import get_close_matches

    same = sorted(n for n in known if n.lower().replace("_", "") == name.lower().replace("_", ""))
    return same[0] if same else next(iter(get_close_matches(name, sorted(known), 1, 0.75)), None)
