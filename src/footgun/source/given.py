"""What calls are given that is not known in number: further arguments, layers, keywords."""

from __future__ import annotations

from footgun.source.values import Dict, Unknown


class Gap(Unknown):
    """Arguments or layers of unknown number, like the `samples` just before; no place after them is known."""

    __slots__ = ("samples",)

    def __init__(self, reason: str, samples: int) -> None:
        super().__init__(reason)
        self.samples = samples


class Rest(Dict):
    """The `**kwargs` of code that nobody calls: whatever it needs may be in them."""

    __slots__ = ()
