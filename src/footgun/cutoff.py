"""What takes too long is cut off, after so much CPU time: a busy machine makes no file slow.

The budgets of the interpreter end long before for code that people write. This is for the rest: a text made
to be slow, a fault of our own. It needs a timer of the system and the first thread of the process; without
them nothing is cut off.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 10.0  # the budget of one file
AGAIN = 0.5  # seconds after which it is tried again: what runs as an object dies swallows every exception


class TookTooLong(BaseException):
    """Past the limit; no guard for ordinary errors may catch it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TookTooLong after this much CPU time."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    try:
        before = signal.signal(signal.SIGPROF, _cut_off)
    except ValueError:  # not the first thread
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _cut_off(number: int, frame: object) -> None:
    raise TookTooLong
