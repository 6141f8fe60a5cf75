"""What all commands do with the terminal: colour or none, complaints on standard error, text that prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

from footgun.report.paint import Paint
from footgun.report.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


class Refused(Exception):
    """The command makes no sense as it was given; the message says why and the way out."""


def prepare() -> None:
    """Let a character that the terminal's encoding lacks be shown as an escape, not end in an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def painter(mode: str, stream: TextIO | None = None) -> Paint:
    """Colours as `--color` says; on `auto` NO_COLOR beats FORCE_COLOR, and a terminal gets them."""
    if mode != "auto":
        return Paint(mode == "always")
    if os.environ.get("NO_COLOR"):
        return Paint(False)
    if os.environ.get("FORCE_COLOR"):
        return Paint(True)
    return Paint(is_terminal(stream or sys.stdout))


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at the stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def say(lines: Iterable[str]) -> None:
    """Write lines to standard output in one go."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def complain(message: str) -> None:
    """Write `footgun: message` to standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"footgun: {visible(message)}\n")


def written(run: Callable[[], int]) -> int:
    """Run a command and write out what it said; a reader that is gone ends it quietly."""
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return code
