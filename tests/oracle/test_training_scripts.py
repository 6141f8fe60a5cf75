"""Training scripts that run: torch runs one step, we only read the text, and both see the same networks.

Where a batch may be smaller at the end of an epoch, our size is a name: it stands for any size up to the batch.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from tests.source.interpret.running import run

import footgun
from footgun.findings import Severity

torch = pytest.importorskip("torch")
pytest.importorskip("numpy")

FOLDER = Path(__file__).parents[1] / "source" / "torch" / "training"
SCRIPTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py"))}
Seen = dict[str, set[tuple[Any, ...]]]  # path of a layer in its network -> shapes it gave


def first_shape(output: Any) -> tuple[int, ...] | None:
    """The shape of the first tensor in what a layer gives."""
    if isinstance(output, tuple) and isinstance(output[0], torch.nn.utils.rnn.PackedSequence):
        data, counts = output[0].data, output[0].batch_sizes
        return int(counts[0]), len(counts), data.shape[1]  # as it is once padded again
    while isinstance(output, tuple) and output:
        output = output[0]
    return tuple(output.shape) if isinstance(output, torch.Tensor) else None


def is_layer(module: Any) -> bool:
    """Whether it is one of torch's own layers, and no container or loss."""
    own = type(module).__module__.startswith("torch.nn.modules")
    own = own and not isinstance(module, torch.nn.modules.loss._Loss)
    return own and not isinstance(module, (torch.nn.Sequential, torch.nn.ModuleList, torch.nn.ModuleDict))


def in_torch(text: str, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Every shape that every layer gives while the script runs, by its path in the outermost network."""
    running: list[Any] = []
    roots: dict[int, Any] = {}
    gave: dict[int, set[tuple[int, ...]]] = {}

    def enter(module: Any, inputs: Any) -> None:
        running.append(module)

    def leave(module: Any, inputs: Any, output: Any) -> None:
        running.pop()
        root = running[0] if running else module
        roots[id(root)] = root
        shape = first_shape(output)
        if shape is not None and is_layer(module):
            gave.setdefault(id(module), set()).add(shape)

    hooks = torch.nn.modules.module
    handles = [hooks.register_module_forward_pre_hook(enter), hooks.register_module_forward_hook(leave)]
    module = type(sys)("__main__")  # dataclasses look their module up
    monkeypatch.setitem(sys.modules, "__main__", module)
    torch.manual_seed(0)
    try:
        exec(compile(text, "page.py", "exec"), module.__dict__)
    finally:
        for handle in handles:
            handle.remove()
    paths: dict[int, str] = {}
    for root in roots.values():
        for path, module in root.named_modules():
            paths[id(module)] = max(path, paths.get(id(module), ""), key=len)
    seen: Seen = {}
    for key, shapes in gave.items():
        seen.setdefault(paths[key], set()).update(shapes)
    return seen


def fits(shape: tuple[Any, ...] | None, live: set[tuple[int, ...]]) -> bool:
    """Whether a shape of ours is one that torch gave; a named size stands for any."""
    return shape is not None and any(
        len(shape) == len(real)
        and all(a == b or not isinstance(a, int) for a, b in zip(shape, real, strict=True))
        for real in live
    )


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", SCRIPTS)
def test_every_layer_gives_a_shape_that_it_gives_in_torch(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = in_torch(SCRIPTS[name], monkeypatch)
    known: Seen = {}
    for network in run(SCRIPTS[name]).networks:
        for node in network.nodes:
            if node.layer is not None:
                known.setdefault(node.path, set()).add(node.outputs[0].shape)
    assert known.keys() == real.keys()
    wrong = {path: shapes for path, shapes in known.items() if not all(fits(s, real[path]) for s in shapes)}
    assert not wrong, {path: (shapes, real[path]) for path, shapes in wrong.items()}


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_size_but_that_of_the_batch_is_known(name: str) -> None:
    for network in run(SCRIPTS[name]).networks:
        assert network.complete
        for value in network.outputs:
            assert value.shape is not None
            assert all(isinstance(size, int) for size in value.shape[1:])


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_sound_script_is_followed_to_its_end_without_a_warning(name: str) -> None:
    report = footgun.check_source(SCRIPTS[name], "page.py")
    found = [f for file in report.files for f in file.findings if f.severity != Severity.INFO]
    assert [(f.code, f.span.line, f.message) for f in found] == []
    assert [(gap.span.line, gap.reason) for file in report.files for gap in file.not_checked] == []
