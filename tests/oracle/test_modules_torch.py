"""Modules as objects: containers, weights, copies and wrappers hold and give what torch's own do."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest
from tests.source.interpret.running import machine

from footgun.network import Value
from footgun.sizes import Expr
from footgun.source.values import List, Unknown

torch = pytest.importorskip("torch")

NET = """
    import copy
    import torch
    from torch import nn
    class Block(nn.Module):
        def __init__(self, c):
            super().__init__()
            self.conv = nn.Conv2d(c, c, 3, padding=1)
            self.bn = nn.BatchNorm2d(c)
            self.scale = nn.Parameter(torch.ones(c, 1, 1))
        def forward(self, x): return self.bn(self.conv(x)) * self.scale
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.stem = nn.Conv2d(3, 8, 1, bias=False)
            for i in range(2): setattr(self, f"b{i}", Block(8))
            self.blocks = nn.ModuleList([Block(8), Block(8)])
            self.w = nn.Parameter(torch.ones(8, 1, 1))
            self.register_parameter("v", nn.Parameter(torch.zeros(2)))
            self.head = nn.Linear(8, 4)
        def forward(self, x):
            x = self.stem(x)
            for i in range(2): x = getattr(self, f"b{i}")(x)
            for b in self.blocks: x = b(x)
            return self.head((x * self.w).mean((2, 3)))
    net = Net()
    image = torch.randn(2, 3, 8, 8)
"""
CASES = {
    "Sequential": """
        s = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
        a = s[0].out_features, len(s), s[-1].in_features, s[:2](torch.randn(3, 4)), s.__class__.__name__
        s.append(nn.Linear(2, 5)); s.insert(0, nn.Linear(6, 4)); s.extend([nn.Linear(5, 1)])
        b = s(torch.randn(2, 6)), len(s)
        s[1] = nn.Linear(4, 8, bias=False)
        del s[0]
        c = s(torch.randn(2, 4)), len(list(s.parameters())), sum(p.numel() for p in s.parameters())
        d = s.pop(-1).out_features, len(s)
    """,
    "ModuleDict": """
        m = nn.ModuleDict({"a": nn.Linear(2, 3)})
        m["b"] = nn.Linear(3, 4)
        m.update({"c": nn.Linear(4, 5)})
        a = list(m), "a" in m, [v.out_features for v in m.values()], m["c"](m["b"](m["a"](torch.randn(1, 2))))
        b = m.pop("c").in_features, len(m), [k for k, v in m.items()]
        m.clear()
        c = len(m)
    """,
    "names of weights, a module's own first": """
        names = [n for n, p in net.named_parameters()]
        sizes = [tuple(p.shape) for p in net.parameters()]
        first = next(net.parameters()), next(net.named_parameters())[0]
        count = sum(p.numel() for p in net.parameters())
        inner = [n for n, p in net.blocks.named_parameters()], len(list(net.b0.parameters()))
    """,
    "frozen weights": """
        for p in net.parameters(): p.requires_grad = False
        for p in net.head.parameters(): p.requires_grad_(True)
        net.blocks[0].requires_grad_(True)
        count = sum(p.numel() for p in net.parameters() if p.requires_grad)
    """,
    "layers replaced": """
        net.head = nn.Linear(8, 6)
        a = net(image), net.head.weight.shape
        net.b0.conv = nn.Identity()
        del net.blocks[0]
        b = net(image), len(net.blocks), net.get_submodule("blocks.0.conv").out_channels
        for name, child in net.named_children():
            if isinstance(child, nn.Linear): setattr(net, name, nn.Linear(8, 9))
        c = net(image)
        for name, m in list(net.named_modules()):
            if isinstance(m, nn.BatchNorm2d):
                parent = net.get_submodule(name.rpartition(".")[0])
                setattr(parent, name.rpartition(".")[2], nn.GroupNorm(2, m.num_features))
        d = sum(isinstance(m, nn.GroupNorm) for m in net.modules())
        del net.v
        e = hasattr(net, "v"), hasattr(net, "head")
    """,
    "weights shared": """
        class Model(nn.Module):
            def __init__(self):
                super().__init__()
                self.embed = nn.Embedding(20, 6)
                self.head = nn.Linear(6, 20, bias=False)
                self.head.weight = self.embed.weight
            def forward(self, x): return self.head(self.embed(x))
        m = Model()
        a = sum(p.numel() for p in m.parameters()), m(torch.zeros(2, 3, dtype=torch.long))
        l = nn.Linear(3, 3)
        l.bias = None
        b = sum(p.numel() for p in l.parameters())
    """,
    "copies": """
        layers = nn.ModuleList([copy.deepcopy(net.b0) for _ in range(3)])
        shared = nn.ModuleList([net.b0] * 3)
        a = [sum(p.numel() for p in m.parameters()) for m in (layers, shared)]
        other = copy.deepcopy(net)
        other.head = nn.Linear(8, 7)
        b = net(image), other(image)
        c = nn.Sequential(*list(net.children())[:1], nn.Flatten(), nn.Linear(512, 2))(image)
    """,
    "wrappers": """
        from torch.utils.checkpoint import checkpoint
        d = nn.DataParallel(net)
        a = d.module.head.out_features
        b = checkpoint(net, image, use_reentrant=False)
        @torch.no_grad()
        def evaluate(m, x): return m(x)
        c = evaluate(net, image), net.head.forward(torch.randn(5, 8)), Net.forward(net, image)
    """,
    "a Sequential of unknown length is as long as it is": """
        n = int(torch.ones(3).sum())
        blocks = nn.Sequential(*[Block(3) for _ in range(n)])
        a = blocks(image)
        s = nn.Sequential(nn.Conv2d(3, 4, 1), *[Block(4) for _ in range(n)], nn.Conv2d(4, 5, 1))
        b = s(image)
    """,
}


def ours(value: Any) -> Any:
    """A value of the interpreter in plain form; tensors as their shapes."""
    if isinstance(value, Value):
        return "tensor", tuple(str(s) if isinstance(s, Expr) else s for s in value.shape or ("?",))
    if isinstance(value, (List, tuple)):
        made = [ours(item) for item in value]
        return tuple(made) if isinstance(value, tuple) else made
    return f"unknown: {value.reason}" if isinstance(value, Unknown) else value


def theirs(value: Any) -> Any:
    """A value of torch in the same form."""
    if isinstance(value, torch.Tensor):
        return "tensor", tuple(value.shape)
    if isinstance(value, (list, tuple)):
        made = [theirs(item) for item in value]
        return tuple(made) if isinstance(value, tuple) else made
    return value


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_modules_hold_what_torchs_hold(code: str) -> None:
    text = dedent(NET) + dedent(code)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(text, "page.py", "exec"), namespace)
    made = machine(text)
    plain = (int, str, tuple, list, torch.Tensor)
    names = [n for n, v in namespace.items() if isinstance(v, plain) and n not in ("__name__", "n", "name")]
    assert {n: ours(made.globals[n]) for n in names} == {n: theirs(namespace[n]) for n in names}
    assert not any(node.faults for node in made.program.nodes)
    assert not made.program.arguments
