"""A parser of command lines that tells mistakes in one line, and the options that several commands have."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from typing import NoReturn

from footgun.cli.terminal import UsageError
from footgun.config import parse_shape

KINDS = ("python", "notebook", "markdown", "transcript")


class Parser(ArgumentParser):
    """An argparse parser that raises `UsageError`; option names are never guessed from their beginning."""

    def __init__(self, command: str, operands: str, description: str) -> None:
        super().__init__(
            f"footgun {command}",
            usage=f"footgun {command} [OPTIONS] {operands}",
            description=description,
            allow_abbrev=False,
            # With a width given, argparse need not import what measures the terminal.
            formatter_class=lambda prog: RawDescriptionHelpFormatter(prog, width=100),
        )

    def error(self, message: str) -> NoReturn:
        """Leave with the message and where to read more."""
        raise UsageError(f"{message}; `{self.prog} --help` tells all options")

    def add_input(self) -> None:
        """`--input`: the shape of one input."""
        about = "shape of one input without the batch, such as 3,64,64; used where the file does not say"
        self.add_argument("--input", dest="input_shape", metavar="SIZES", type=_shape, help=about)

    def add_as(self) -> None:
        """`--as`: what kind of text it is."""
        about = "what the text is; by default its name and content tell"
        self.add_argument("--as", dest="as_kind", choices=KINDS, help=about)

    def add_color(self) -> None:
        """`--color`: colours or none."""
        about = "colours; `auto` heeds NO_COLOR and FORCE_COLOR"
        self.add_argument("--color", choices=("auto", "always", "never"), default="auto", help=about)


def _shape(text: str) -> tuple[int, ...]:
    shape = parse_shape(text)
    if shape is None:
        raise ArgumentTypeError(f"`{text}` is no shape; write whole numbers such as 3,64,64")
    return shape
