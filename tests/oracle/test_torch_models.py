"""Whole models: torch runs the text, we only read it, and both see the same at every layer.

The programs stand in tests/source/torch/models: each makes `model` and applies it to `x`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.source.interpret.running import run

import footgun
from footgun.findings import Severity
from footgun.network import Network
from footgun.sizes import Size

torch = pytest.importorskip("torch")

FOLDER = Path(__file__).parents[1] / "source" / "torch" / "models"
PROGRAMS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py"))}
Calls = list[tuple[str, tuple[tuple[Size, ...], ...]]]


def shapes_in(output: Any) -> tuple[tuple[Size, ...], ...]:
    """The shapes of all tensors in what a layer gives."""
    if isinstance(output, torch.Tensor):
        return (tuple(output.shape),)
    return tuple(s for part in output or () for s in shapes_in(part)) if isinstance(output, tuple) else ()


def in_torch(text: str) -> tuple[Any, Calls]:
    """The model, and each call of a library layer while it runs: its dotted path and what it gives."""
    seen: list[tuple[Any, Any]] = []
    before = torch.nn.modules.module.register_module_forward_pre_hook(lambda m, i: seen.append((m, None)))
    after = torch.nn.modules.module.register_module_forward_hook(
        lambda m, i, o: seen.append((m, shapes_in(o)))
    )
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compile(text, "page.py", "exec"), names)
    finally:
        before.remove()
        after.remove()
    model = names["model"]
    starts = [i for i, (m, shapes) in enumerate(seen) if m is model and shapes is None]
    seen = seen[starts[-1] :] if starts else seen  # `model.forward(x)` runs no hook of the model itself
    paths = {id(module): path for path, module in model.named_modules()}
    whole = [p for p, m in model.named_modules() if is_layer(m)]
    calls = [(paths[id(m)], shapes) for m, shapes in seen if shapes is not None and is_layer(m)]
    return model, [c for c in calls if not any(c[0].startswith(f"{w}.") for w in whole)]


def is_layer(module: Any) -> bool:
    """Whether it is one of torch's own layers or derives from one, and is no container."""
    kinds = [kind for kind in type(module).__mro__ if kind.__module__.startswith("torch.nn")]
    return kinds[0] not in (torch.nn.Module, torch.nn.Sequential, torch.nn.ModuleList, torch.nn.ModuleDict)


def of_text(text: str) -> Network:
    """The network of the `model` in a text."""
    networks = run(text).networks
    return next((n for n in networks if n.name == "model"), networks[-1])


def ours(network: Network) -> Calls:
    """Each application of a layer as torch's hooks see it."""
    nodes = [n for n in network.nodes if n.layer is not None]
    return [(n.path, tuple(v.shape or () for v in n.outputs)) for n in nodes]


@pytest.fixture(scope="module", params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> tuple[str, Any, Calls]:
    text = PROGRAMS[request.param]
    torch.manual_seed(0)
    return text, *in_torch(text)


def test_every_layer_gives_the_same_shape(program: tuple[str, Any, Calls]) -> None:
    text, _, calls = program
    found = ours(of_text(text))
    assert [(path, shapes[0]) for path, shapes in found] == [(path, shapes[0]) for path, shapes in calls]


def test_the_same_number_of_parameters(program: tuple[str, Any, Calls]) -> None:
    text, model, _ = program
    assert of_text(text).parameter_count() == sum(p.numel() for p in model.parameters())


def test_a_sound_model_gives_no_error(program: tuple[str, Any, Calls]) -> None:
    report = footgun.check_source(program[0], "page.py")
    errors = [f for file in report.files for f in file.findings if f.severity == Severity.ERROR]
    assert [(f.code, f.span.line, f.message) for f in errors] == []
    assert [gap.reason for file in report.files for gap in file.not_checked] == []


# (program, what stands there, the fault put in its place)
FAULTS = [
    ("sequential", "nn.Conv2d(16, 32, 3, stride=2)", "nn.Conv2d(3, 32, 3, stride=2)"),
    ("sequential", "nn.BatchNorm2d(32)", "nn.BatchNorm2d(16)"),
    ("sequential", "nn.Linear(32 * 7 * 7, 64)", "nn.Linear(32 * 8 * 8, 64)"),
    ("sequential", '("flat", nn.Flatten()),', ""),
    ("sequential", "torch.randn(2, 3, 32, 32)", "torch.randn(2, 32, 32, 3)"),
    ("sequential", "nn.Linear(64, 10)", "nn.Linear(64, 10, biass=False)"),
    ("helpers", "nn.Linear(self.flat_size((1, 28, 28)), classes)", "nn.Linear(16 * 5 * 5, classes)"),
    ("helpers", "x = x.view(x.size(0), -1)", "x = x.view(-1, 16 * 5 * 5)"),
    ("helpers", "dim=1", "dim=2"),
    (
        "residual",
        "self.conv2 = conv3x3(cout, cout * self.expansion)",
        "self.conv2 = conv3x3(cin, cout * self.expansion)",
    ),
    ("residual", "identity = self.downsample(x)", "identity = x"),
    ("residual", "torch.flatten(self.pool(x), 1)", "self.pool(x)"),
    ("lists", "nn.LayerNorm(layer.out_features)", "nn.LayerNorm(layer.in_features)"),
    ("lists", 'torch.cat([found["a"]', 'torch.cat([x.unsqueeze(0), found["a"]'),
    ("lists", "nn.Linear(8, 4)", "nn.Linear(6, 4)"),
    ("moves", "x.view(b, c, h // p, p, w // p, p)", "x.view(b, c, h // p, p, w // p, 2 * p)"),
    ("moves", ".permute(0, 2, 4, 1, 3, 5)", ".permute(0, 2, 4, 1, 3)"),
    ("moves", "x = self.proj(x) * self.scale", "x = self.proj(x) * self.scale[:-1]"),
    ("moves", "first.expand(-1, rest.size(1), -1)", "first.expand(-1, -1, 5)"),
    ("text_lstm", "nn.Linear(hidden, 1)", "nn.Linear(2 * hidden, 1)"),
    ("text_lstm", "nn.GRU(2 * hidden, hidden, batch_first=True)", "nn.GRU(hidden, hidden, batch_first=True)"),
    ("text_lstm", "x = torch.randint(0, 100, (4, 12))", "x = torch.rand(4, 12)"),
    ("attention", "k.transpose(-2, -1)", "k"),
    ("attention", "nn.LayerNorm(dim)\n        self.head", "nn.LayerNorm(4 * dim)\n        self.head"),
    ("attention", "nn.Linear(4 * dim, dim)", "nn.Linear(2 * dim, dim)"),
    ("unet", "torch.cat([skip, x], dim=1)", "torch.cat([skip, x], dim=2)"),
    ("unet", "x = F.pad(x, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])", "dx, dy = 0, 0"),
    ("unet", "cin // 2, 2, stride=2", "cin, 2, stride=2"),
    ("sharing", "nn.Bilinear(20, 20, 4)", "nn.Bilinear(20, 10, 4)"),
    ("replaced", "model.fc = nn.Linear(16 * 7 * 7, 7)", ""),
    ("depthwise", "groups=cin", "groups=3"),
    ("depthwise", "nn.GroupNorm(4, cout)", "nn.GroupNorm(5, cout)"),
    ("depthwise", "nn.PReLU(8)", "nn.PReLU(4)"),
    ("audio", "x.permute(0, 2, 1)", "x"),
    ("audio", "torch.randn(2, 1, 4000)", "torch.randn(2, 1, 60)"),
    ("volumes", "nn.MaxPool3d((1, 2, 2))", "nn.MaxPool3d((5, 5, 5))"),
    ("gan", "z.view(-1, self.latent, 1, 1)", "z"),
    ("vae", "x.view(-1, self.size)", "x"),
    ("vae", "nn.Linear(latent, hidden)", "nn.Linear(2 * latent, hidden)"),
    ("multihead", "nn.MultiheadAttention(dim, 4, batch_first=True)", "nn.MultiheadAttention(dim, 4)"),
    ("multihead", "nn.Linear(3 * dim, 5)", "nn.Linear(9 * dim, 5)"),
    ("conv_recurrent", "nn.RNN(16 * 8, 20, bidirectional=True)", "nn.RNN(16 * 8, 20)"),
    ("conv_recurrent", "h_t = torch.zeros(b, 12)", "h_t = torch.zeros(b, 20)"),
    ("registry", "self.head = nn.Linear(cin, 4)", "self.head = nn.Linear(config.cin, 4)"),
    ("inheritance", "MyLinear(self.out, 3)", "MyLinear(self.dim, 3)"),
    ("graph", "y = model(x, torch.eye(7))", "y = model(x, torch.eye(10))"),
    (
        "inception",
        "pooled = F.avg_pool2d(x, kernel_size=3, stride=1, padding=1)",
        "pooled = F.avg_pool2d(x, 3, 1)",
    ),
    ("inception", "Inception(32, ", "Inception(30, "),
    ("dense", "nn.Linear(channels, 3)", "nn.Linear(channels + growth, 3)"),
    ("seq2seq", "token.unsqueeze(0)", "token"),
    ("matching", "nn.Linear(16 * 8 * 8, 32)", "nn.Linear(16 * 7 * 7, 32)"),
    ("ensemble", "(votes * gate)", "(votes @ gate)"),
]


def where_torch_raises(text: str) -> tuple[str, int]:
    """The path of the layer that raises, empty outside of one, and the last line of the text on the way there."""
    running: list[Any] = []
    before = torch.nn.modules.module.register_module_forward_pre_hook(lambda m, i: running.append(m))
    after = torch.nn.modules.module.register_module_forward_hook(lambda m, i, o: running.pop() and None)
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compile(text, "page.py", "exec"), names)
    except Exception as error:
        rows = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "page.py":
                rows.append(trace.tb_lineno)
            trace = trace.tb_next
    else:
        pytest.fail("torch runs it")
    finally:
        before.remove()
        after.remove()
    paths = {id(m): path for path, m in names["model"].named_modules()} if "model" in names else {}
    layer = next((m for m in running if is_layer(m)), None)
    return paths.get(id(layer), ""), rows[-1]


@pytest.mark.parametrize(("name", "old", "new"), FAULTS, ids=[f"{n}: {new or old}" for n, old, new in FAULTS])
def test_a_fault_is_found_where_torch_raises(name: str, old: str, new: str) -> None:
    assert old in PROGRAMS[name]
    text = PROGRAMS[name].replace(old, new, 1)
    path, line = where_torch_raises(text)
    report = footgun.check_source(text, "page.py")
    errors = [f for file in report.files for f in file.findings if f.severity == Severity.ERROR]
    assert len(errors) == 1, [(f.code, f.span.line, f.message) for f in errors]
    first = next((node for node in run(text).nodes if node.faults), None)
    if path and first is not None:
        assert first.path == path
    else:
        assert errors[0].span.line == line
