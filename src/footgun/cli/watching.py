"""`footgun check --watch`: check again whenever a file changes, until the user has enough."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from footgun.cli.terminal import Refused, complain, is_terminal
from footgun.discover import SKIPPED

SEEN = (".py", ".ipynb", ".md", ".txt", ".toml")
ROUND = 200  # milliseconds without a change after which the watch looks up
CLEAR = "\x1b[H\x1b[2J\x1b[3J"


def watch(paths: Sequence[str], check: Callable[[], int]) -> int:
    """Check at once and after every change; a run that is refused is told, and the next change tries again.

    Raises:
        Refused: if the package that watches is not there, or a path is not.
    """
    try:
        from watchfiles import Change, watch
    except ImportError:
        raise Refused("--watch needs the package `watchfiles`: pip install 'footgun[watch]'") from None
    missing = next((path for path in paths if not os.path.exists(path)), None)
    if missing is not None or "-" in paths:
        raise Refused(f"{missing or '-'}: only files and folders that exist can be watched")

    def matters(change: Change, path: str) -> bool:
        folders = path.split(os.sep)
        return path.endswith(SEEN) and not any(name in SKIPPED for name in folders[-8:])

    # The first check comes once the watch has begun, so that no change is missed while it runs.
    checked = False
    rounds = watch(
        *paths, watch_filter=matters, raise_interrupt=False, yield_on_timeout=True, rust_timeout=ROUND
    )
    for changes in rounds:
        if changes or not checked:
            if checked and is_terminal(sys.stdout):
                sys.stdout.write(CLEAR)
            checked = True
            _again(check)
    return 0


def _again(check: Callable[[], int]) -> None:
    try:
        check()
    except Refused as refused:  # a configuration that is being written, say
        complain(str(refused))
    sys.stdout.flush()
    complain("waiting for changes; Ctrl-C ends")
    sys.stderr.flush()
