"""The `footgun` command. Each subcommand loads when it is called; no traceback reaches the user.

argparse and not click: importing click alone takes a third of the time that a whole check may take.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

COMMANDS = {
    "check": "Find what is wrong with the networks in files and folders.",
    "explain": "Explain a rule, given by its code or slug.",
    "rules": "List all rules.",
    "shapes": "Show the shape after every layer beside the source.",
}


def main() -> NoReturn:
    """Run the command line and leave with its exit code.

    What loads does not become garbage, and nothing needs taking apart at the end: to leave both out saves a
    sixth of the time that checking one file takes.
    """
    import gc
    import os
    from contextlib import suppress

    gc.disable()
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # the reader is gone
            stream.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line: 0 clean, 1 findings, 2 wrong use, unreadable input or an internal fault."""
    from footgun.cli.terminal import UsageError, complain, prepare

    prepare()
    try:
        code = _dispatch(list(arguments))
        sys.stdout.flush()
        return code
    except UsageError as error:
        complain(str(error))
    except SystemExit as leaving:  # argparse after --help
        return leaving.code if isinstance(leaving.code, int) else 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _forget_stdout()
        return 141
    except OSError as error:  # the disk is full, the current folder is gone
        complain((error.strerror or str(error)).lower())
    except Exception as error:
        from footgun.engine import describe

        complain(f"internal fault: {describe(error)}")
    return 2


def _dispatch(arguments: list[str]) -> int:
    from footgun.cli.terminal import UsageError, say

    name = arguments[0] if arguments else ""
    if name in ("", "-h", "--help"):
        say(_help())
        return 0 if name else 2
    if name in ("-V", "--version"):
        from footgun import __version__

        say([f"footgun {__version__}"])
        return 0
    if name not in COMMANDS:
        raise UsageError(_unknown(name))
    from importlib import import_module

    command = import_module(f"footgun.cli.{name}")
    code: int = command.run(command.parser().parse_intermixed_args(arguments[1:]))
    return code


def _help() -> list[str]:
    width = max(map(len, COMMANDS))
    return [
        "usage: footgun COMMAND ...",
        "",
        "Find what is wrong with a PyTorch or Keras network, running none of it.",
        "",
        "commands:",
        *(f"  {name:<{width}}  {about}" for name, about in COMMANDS.items()),
        "",
        "`footgun COMMAND --help` tells the options of a command, `footgun --version` the version.",
    ]


def _unknown(name: str) -> str:
    import os
    from difflib import get_close_matches

    if os.path.exists(name):
        return f"`{name}` is no command; to check it: footgun check {name}"
    close = get_close_matches(name, COMMANDS)
    way_out = f"close to it: {', '.join(close)}" if close else f"there are {', '.join(COMMANDS)}"
    return f"`{name}` is no command; {way_out}"


def _forget_stdout() -> None:
    """The reader is gone: what is still buffered goes nowhere, quietly."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
