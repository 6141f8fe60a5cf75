"""Trying both branches of an unknown condition: writes are logged, undone, and the outcomes joined.

A log holds what stood before the first write: {(holder's id, key): (holder, old value)}. Where a list or the
order of a dict changes, the whole of it is logged under the key MISSING.
"""

from __future__ import annotations

from collections.abc import Callable

from footgun.source.values import Dict, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MISSING = object()


class Journal:
    """Writes go through here so that a branch can be undone."""

    __slots__ = ("logs",)

    def __init__(self) -> None:
        self.logs: list[dict[tuple[int, Any], tuple[Any, Any]]] = []

    def write(self, holder: dict[Any, Any], key: Any, value: Any) -> None:
        """Set `holder[key]`."""
        if self.logs:
            self.logs[-1].setdefault((id(holder), key), (holder, holder.get(key, MISSING)))
        holder[key] = value

    def delete(self, holder: dict[Any, Any], key: Any) -> None:
        """Remove `holder[key]` if it is there."""
        if isinstance(holder, Dict):
            self.touch(holder)
        elif self.logs:
            self.logs[-1].setdefault((id(holder), key), (holder, holder.get(key, MISSING)))
        holder.pop(key, None)

    def touch(self, items: List | Dict) -> None:
        """Call before changing a list, or the keys of a dict, in place."""
        if self.logs:
            self.logs[-1].setdefault((id(items), MISSING), (items, current(items, MISSING)))

    def replace(self, items: Dict, values: dict[Any, Any]) -> None:
        """Give a dict another content."""
        self.touch(items)
        items.clear()
        items.update(values)

    def attempt(self, run: Callable[[], Any]) -> tuple[Any, dict[tuple[int, Any], tuple[Any, Any]]]:
        """Run a branch and undo it; give its result and what it left behind: {key: (holder, value)}."""
        log: dict[tuple[int, Any], tuple[Any, Any]] = {}
        self.logs.append(log)
        try:
            result = run()
        finally:
            self.logs.pop()
            after = {entry: (holder, current(holder, entry[1])) for entry, (holder, _) in log.items()}
            for (_, key), (holder, old) in reversed(log.items()):
                restore(holder, key, old)
        return result, after

    def record(
        self, run: Callable[[], Any], log: dict[tuple[int, Any], tuple[Any, Any]] | None = None
    ) -> tuple[Any, dict[tuple[int, Any], tuple[Any, Any]]]:
        """Run without undoing; give the result and what stood before: {key: (holder, old value)}.

        A `log` that is given holds this also where the run does not come to its end.
        """
        log = {} if log is None else log
        self.logs.append(log)
        try:
            result = run()
        finally:
            self.logs.pop()
            if self.logs:
                for entry, (holder, old) in log.items():
                    self.logs[-1].setdefault(entry, (holder, old))
        return result, log

    def put(self, holder: Any, key: Any, value: Any) -> None:
        """Install a joined outcome."""
        if key is MISSING:
            self.touch(holder)
            restore(holder, key, value)
        elif value is MISSING:
            self.delete(holder, key)
        else:
            self.write(holder, key, value)


def current(holder: Any, key: Any) -> Any:
    """What stands there now, in the log's form."""
    if key is MISSING:
        return (list(holder) if isinstance(holder, List) else dict(holder)), holder.open
    return holder.get(key, MISSING)


def restore(holder: Any, key: Any, old: Any) -> None:
    """Put back what the log remembers."""
    if key is MISSING:
        items, holder.open = old
        if isinstance(holder, List):
            holder[:] = items
        else:
            holder.clear()
            holder.update(items)
    elif old is MISSING:
        holder.pop(key, None)
    else:
        holder[key] = old
