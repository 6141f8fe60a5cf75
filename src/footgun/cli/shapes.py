"""`footgun shapes`: the source with the shape after every layer beside it.

A broken network is shown to its end: after a fault the shape is the one the layer would have given.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from footgun.cli.options import as_option, color_option, input_option
from footgun.cli.terminal import complain, painter, say
from footgun.config import Config, ConfigError, Configs
from footgun.discover import discover
from footgun.engine import UnreadableError, read_file, source_front_end
from footgun.findings import Elsewhere
from footgun.report.paint import Paint
from footgun.report.text import Shown, visible, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.findings import Span
    from footgun.network import Node, Program
    from footgun.results import Lines

WIDEST = 78  # source columns; the shapes of a longer line stand below it


@click.command("shapes")
@click.argument("file", type=click.Path())
@input_option
@as_option
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="By default text.")
@color_option
def command(
    file: str, input_shape: tuple[int, ...] | None, as_kind: str | None, output_format: str, color: str
) -> None:
    """Show the shape after every layer of FILE beside its source."""
    if os.path.isdir(file):
        raise click.ClickException(f"{file}: a folder; name one file")
    (found,) = discover([file])
    try:
        config = Configs(Config(input_shape=input_shape)).for_path(file)
        program, lines = source_front_end(file, read_file(found), as_kind, config.input_shape)
    except UnreadableError as error:
        raise click.ClickException(f"{file}: {error}") from error
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    if output_format == "json":
        import json

        say([json.dumps(_document(program), indent=2)])
        return
    if not program.nodes:
        complain(f"{file}: no network found")
    paint = painter(color)
    say(_listing(program, lines, paint))
    say(_closing(program, paint))


def _document(program: Program) -> dict[str, Any]:
    from footgun import __version__

    gaps = [{"reason": gap.reason, "line": gap.span.line} for gap in program.not_checked]
    return {
        "version": __version__,
        "path": program.path,
        "networks": [network.name for network in program.networks],
        "accepts": _accepted(program),
        "layers": [_layer(node) for node in program.nodes],
        "not_checked": gaps,
    }


def _accepted(program: Program) -> list[dict[str, Any]]:
    """For each network whose input size is not given, which sizes its own numbers allow."""
    from footgun.calculate.accepts import accepted, unsized
    from footgun.calculate.wording import record

    found = []
    for network in filter(unsized, program.networks):
        answer = accepted(network, rectangles=True)
        sizes = {"text": "not known"} if answer is None else record(answer)
        found.append({"network": network.name, "line": network.span.line, **sizes})
    return found


def _layer(node: Node) -> dict[str, Any]:
    from footgun.sizes import show

    shape = node.outputs[0].shape if node.outputs else None
    return {
        "path": node.span.path,
        "cell": node.span.cell,
        "line": node.span.line,
        "column": node.span.column,
        "layer": node.label,
        "name": node.path,
        "turn": node.turn,
        "shape": None if shape is None else [size if isinstance(size, int) else show(size) for size in shape],
        "faults": _faults(node),
    }


def _faults(node: Node) -> list[str]:
    if not node.faults:
        return []
    from footgun.network.show import show_fault

    return [show_fault(fault) for fault in node.faults]


def _listing(program: Program, lines: Lines, paint: Paint) -> Iterator[str]:
    """The source lines, each with the layers that stand on it."""
    by_line: dict[tuple[int | None, int], list[list[Node]]] = {}
    before: Span | None = None
    for node in program.nodes:
        entry = node.span.entry if isinstance(node.span, Elsewhere) else None
        place = entry or node.span
        steps = by_line.setdefault((place.cell, place.line), [])
        if entry is not None and entry == before and not node.faults and not steps[-1][-1].faults:
            steps[-1].append(node)  # a call that leads into an imported file: its layers as one
        else:
            steps.append([node])
        before = entry
    notes_by_line = dict(zip(by_line, _notes(list(by_line.values()), paint), strict=True))
    for cell, texts in lines.items():
        if cell is not None:
            yield paint("bold", f"cell {cell}")
        shown = [Shown(text).text for text in texts]
        if shown and not shown[-1]:  # after the last line end
            shown.pop()
        edge = max((w for text in shown if (w := width(text)) <= WIDEST), default=0)
        gutter = len(str(len(shown)))
        for number, text in enumerate(shown, 1):
            head = f"{paint('gutter', f'{number:>{gutter}} |')} {text}"
            notes = notes_by_line.get((cell, number), [])
            if not notes or width(text) > edge:
                yield head.rstrip()
            else:
                yield f"{head}{' ' * (edge - width(text))}  {notes.pop(0)}"
            for note in notes:
                yield f"{' ' * gutter}{paint('gutter', ' |')} {' ' * edge}  {note}"


def _closing(program: Program, paint: Paint) -> Iterator[str]:
    """What each network accepts."""
    known = [found for found in _accepted(program) if found["text"] != "not known"]
    texts = [f"{paint('label', visible(f['network']))} accepts {paint('bold', f['text'])}" for f in known]
    if texts:
        yield ""
        yield from dict.fromkeys(texts)


def _notes(lines: list[list[list[Node]]], paint: Paint) -> Iterator[list[str]]:
    """What is said about the layers of each line: label, shape, pass of a loop and faults in columns."""
    nodes = [nodes[-1] for line in lines for nodes in line]
    labels = max((width(node.label) for node in nodes), default=0)
    beside = [node for node in nodes if node.turn or _where([node])]
    shapes = max((width(shape) for node in beside if (shape := _shape(node))), default=0)
    for line in lines:
        notes = []
        for steps in line:
            node, where = steps[-1], _where(steps)
            label, shape = node.label, _shape(node)
            parts = [
                paint("label", label) + " " * (labels - width(label)),
                paint("bold", shape) + " " * (shapes - width(shape) if node.turn or where else 0),
                visible(node.turn),
                visible(where),
                paint("error", f"FAULT {visible('; '.join(_faults(node)))}") if node.faults else "",
            ]
            notes.append("  ".join(part for part in parts if part))
        yield notes


def _where(nodes: list[Node]) -> str:
    """In which other files layers stand that a line of this one leads to."""
    paths = sorted({node.span.path for node in nodes if isinstance(node.span, Elsewhere)})
    count = f"the last of {len(nodes)} steps " if len(nodes) > 1 else ""
    return f"{count}in {', '.join(paths)}" if paths else ""


def _shape(node: Node) -> str:
    from footgun.sizes import show

    shape = node.outputs[0].shape if node.outputs else None
    return "shape not known" if shape is None else show(shape)
