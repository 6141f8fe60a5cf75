"""Finds what is wrong with a PyTorch or Keras network from its source text, running none of it.

Names load on first use, so that `import footgun` costs next to nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `import typing` alone takes longer than all the rest here
if TYPE_CHECKING:
    from typing import Any

    from footgun.api import check, check_source
    from footgun.findings import Finding
    from footgun.results import Report

__all__ = ["Finding", "Report", "check", "check_source"]
__version__ = "0.1.0"

_HOMES = {"Finding": "findings", "Report": "results", "check": "api", "check_source": "api"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'footgun' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"footgun.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
