"""The `footgun` command, on click. A command loads when it is called; no traceback reaches the user."""

from __future__ import annotations

import sys
from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    import click


def main() -> NoReturn:
    """Run the command line and leave with its exit code.

    What loads does not become garbage, and nothing needs taking apart at the end: to leave both out saves a
    sixth of the time that checking one file takes.
    """
    import gc
    import os
    from contextlib import suppress

    from footgun.bundle import install

    gc.disable()
    bundle = install()
    if bundle is not None and sys.argv[1:2] == ["check"]:
        bundle.preload()
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # the reader is gone
            stream.flush()
    if bundle is not None:
        bundle.keep()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command line: 0 clean, 1 findings, 2 wrong use, unreadable input or an internal fault."""
    from footgun.cli.terminal import Refused, complain, prepare
    from footgun.plugins import PluginError

    prepare()
    try:
        return _check(arguments[1:]) if _is_plain(arguments) else _parse(arguments)
    except Refused as refused:
        complain(str(refused))
    except KeyboardInterrupt:
        return 130
    except SystemExit as leaving:  # shell completion, and a reader of the help that is gone
        return leaving.code if isinstance(leaving.code, int) else 2
    except PluginError as error:
        complain(str(error))
    except OSError as error:  # the disk is full, the current folder is gone
        complain((error.strerror or str(error)).lower())
    except Exception as error:
        from footgun.engine import describe

        complain(f"internal fault: {describe(error)}")
    return 2


def _is_plain(arguments: Sequence[str]) -> bool:
    """Whether this is `check` and paths alone: it needs no click, whose import is a third of the run."""
    return list(arguments[:1]) == ["check"] and not any(part.startswith("-") for part in arguments[1:])


def _check(paths: Sequence[str]) -> int:
    from footgun.cli.checking import check
    from footgun.cli.terminal import written

    return written(lambda: check(tuple(paths) or (".",)))


def _parse(arguments: Sequence[str]) -> int:
    import click

    from footgun.cli.group import COMMANDS, commands
    from footgun.cli.terminal import Refused

    try:
        return commands.main(list(arguments), "footgun", standalone_mode=False) or 0
    except click.UsageError as error:
        command = f"footgun {arguments[0]}" if arguments[0] in COMMANDS else "footgun"
        raise Refused(f"{_wrong(error)}; `{command} --help` tells all options") from error
    except click.ClickException as error:
        raise Refused(error.format_message()) from error
    except click.Abort:
        return 130


def _wrong(error: click.UsageError) -> str:
    from click import NoSuchOption

    if isinstance(error, NoSuchOption):
        close = f"; close to it: {', '.join(error.possibilities)}" if error.possibilities else ""
        return f"no option `{error.option_name}`{close}"
    message = error.format_message().rstrip(".")
    return message[:1].lower() + message[1:]
