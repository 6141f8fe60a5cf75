"""Imports of the checked project: found as Python finds them, read and never run, told where they are used."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from tests.source.interpret.running import plain

import footgun
from footgun.network import Program
from footgun.source.analysis import run_document
from footgun.source.interpret import imported
from footgun.source.namespaces import Pending
from footgun.source.read import read
from footgun.source.settings import Settings
from footgun.source.values import Unknown

NET = """
    from torch import nn
    from .layers import Block

    class Net(nn.Module):
        def __init__(self, classes=10):
            super().__init__()
            self.block = Block(3, 16)
            self.head = nn.Linear(16 * 16 * 16, classes)

        def forward(self, x):
            return self.head(self.block(x).flatten(1))
    """
LAYERS = """
    from torch import nn

    class Block(nn.Sequential):
        def __init__(self, inside, outside):
            super().__init__(nn.Conv2d(inside, outside, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
    """
PACKAGE = {"models/__init__.py": "from .net import Net\n", "models/net.py": NET, "models/layers.py": LAYERS}


def write(folder: Path, files: dict[str, str]) -> None:
    """Write a project."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")


def machine(path: Path, roots: tuple[str, ...] = ()) -> Any:
    """The interpreter after its run over a file."""
    return run_document(read(str(path), path.read_bytes()), Settings(roots=roots))


def program(path: Path, roots: tuple[str, ...] = ()) -> Program:
    """The facts of a file."""
    found: Program = machine(path, roots).program
    return found


def values(path: Path) -> dict[str, Any]:
    """The plain values of a file's names, those of imports and functions left out."""
    names = machine(path).globals
    return {k: plain(v) for k, v in names.items() if not isinstance(v, Pending) and not k.startswith("_")}


def by_python(path: Path) -> str:
    """What Python prints of a file's upper-case names, run in the file's folder."""
    code = f"import runpy; g = runpy.run_path({path.name!r}, run_name='__main__')\n"
    code += "print({k: v for k, v in g.items() if k.isupper()})"
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, ''); {code}"]
    return subprocess.run(run, cwd=path.parent, capture_output=True, text=True, check=True).stdout.strip()


WAYS = {
    "a name from a module": "from models.net import Net",
    "a name of a package": "from models import Net",
    "a module": "import models.net\nNet = models.net.Net",
    "a module under a name": "import models.net as m\nNet = m.Net",
    "a module from its package": "from models import net\nNet = net.Net",
    "all names": "from models.net import *",
    "all names of a package": "from models import *",
    "importlib": "import importlib\nNet = importlib.import_module('models.net').Net",
    "importlib, relative": "import importlib\nNet = importlib.import_module('.net', 'models').Net",
    "by a text": "import models\nNet = getattr(models, 'Net')",
    "by a dict": "import models\nNet = models.__dict__['Net']",
    "inside a function": "def build():\n    from models.net import Net\n    return Net\nNet = build()",
    "if it can be had": "try:\n    from models.net import Net\nexcept ImportError:\n    Net = None",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_importing_gives_the_same_network(tmp_path: Path, way: str) -> None:
    use = "import torch\nNet(7)(torch.randn(2, 3, 32, 32))\n"
    write(tmp_path, {**PACKAGE, "train.py": f"{WAYS[way]}\n{use}"})
    (network,) = program(tmp_path / "train.py").networks
    assert network.complete
    assert network.output.shape == (2, 7)
    assert network.parameter_count() == 3 * 16 * 9 + 16 + 4096 * 7 + 7


SAME = {
    "names in the order of the module": {"a.py": "x = 1\ny = x\nx = 2\n", "page.py": "from a import x, y\nX = x\nY = y\n"},
    "changed in place": {
        "a.py": "d = {'a': 1}\nd['b'] = 2\nd.update(c=3)\nl = []\nl.append(4)\n",
        "page.py": "from a import d, l\nD = d\nN = len(d)\nI = l[0]\n",
    },
    "a table that decorators fill": {
        "a.py": "table = {}\ndef put(f):\n    table[f.__name__] = f\n    return f\n@put\ndef one(): return 1\n",
        "page.py": "from a import table\nX = table['one']()\n",
    },
    "defined under a condition": {
        "a.py": "if 1 > 2:\n    x = 1\nelse:\n    x = 2\nfor i in range(3):\n    y = i\n",
        "page.py": "from a import x, y\nX = x\nY = y\n",
    },
    "__name__": {"a.py": "n = __name__\nif __name__ == '__main__':\n    n = 0\n", "page.py": "import a\nN = a.n\nM = __name__\n"},
    "__all__": {
        "a.py": "__all__ = ['x']\n__all__ += ['_y']\nx = 1\n_y = 2\nz = 3\n",
        "page.py": "z = 0\nfrom a import *\nX = x\nY = _y\nZ = z\n",
    },
    "no __all__": {"a.py": "from b import *\nx = 1\n_y = 2\n", "b.py": "w = 4\n", "page.py": "_y = 0\nfrom a import *\nX = x\nY = _y\nW = w\n"},
    "a cycle": {
        "a.py": "import b\nx = 1\ndef f(): return b.g()\n",
        "b.py": "import a\ndef g(): return a.x + 1\n",
        "page.py": "from a import f\nX = f()\n",
    },
    "a name of a module that is set": {"a.py": "x = 1\ndef f(): return x\n", "page.py": "import a\na.x = 5\nX = a.f()\n"},
    "a branch does not undo an import": {
        "a.py": "x = [1]\n",
        "page.py": "import sys\nif len(sys.argv) > 9:\n    import a\n    q = a.x\nimport a\nX = a.x\n",
    },
    "what the type checker sees": {
        "a.py": "from typing import TYPE_CHECKING\nx = 1\nif TYPE_CHECKING:\n    x = 2\n",
        "page.py": "from a import x\nX = x\n",
    },
    "classes over two files": {
        "a.py": "class One:\n    k = 3\n    def f(self): return self.k\n",
        "page.py": "from a import One\nclass Two(One):\n    k = 4\n    def f(self): return super().f() + 1\nX = Two().f()\nY = One().f()\n",
    },
    "a folder without __init__": {"p/a.py": "x = 3\n", "page.py": "from p.a import x\nimport p.a as q\nX = x\nY = q.x\n"},
    "a file before the standard library": {"statistics.py": "x = 3\n", "page.py": "import statistics\nX = statistics.x\n"},
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_imported_names_have_the_values_that_python_gives_them(tmp_path: Path, case: str) -> None:
    write(tmp_path, SAME[case])
    ours = {k: v for k, v in values(tmp_path / "page.py").items() if k.isupper()}
    if "D" in ours:
        ours["D"] = dict(ours["D"])
    assert str(ours) == by_python(tmp_path / "page.py")


def test_relative_imports_climb_inside_the_package(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pkg/__init__.py": "",
            "pkg/sizes.py": "width = 8\n",
            "pkg/nets/__init__.py": "",
            "pkg/nets/deep/__init__.py": "from ...sizes import width\n",
            "pkg/nets/deep/net.py": "from ... import sizes\nfrom ...sizes import width as w\nfrom . import width\n"
            "from pkg.sizes import width as v\nX = sizes.width + w + width + v\n",
        },
    )
    assert values(tmp_path / "pkg/nets/deep/net.py")["X"] == 32


def test_the_named_folder_is_searched(tmp_path: Path) -> None:
    files = {
        "proj/tools/run.py": "from nets.net import width\nX = width\n",
        "proj/nets/net.py": "width = 8\n",
    }
    write(tmp_path, files)
    path = tmp_path / "proj/tools/run.py"
    assert machine(path, (str(tmp_path / "proj"),)).globals["X"] == 8
    assert machine(path).globals["X"] != 8  # nothing says where the project begins
    (tmp_path / "proj/pyproject.toml").touch()
    assert machine(path).globals["X"] == 8


def test_a_library_with_bindings_stays_one_and_its_own_files_see_their_siblings(tmp_path: Path) -> None:
    block = "from torch import nn\nclass Block(nn.Sequential):\n    pass\n"
    write(
        tmp_path,
        {
            "site-packages/torchvision/__init__.py": "",
            "site-packages/torchvision/ops/__init__.py": "from .unheard import Unheard\n",
            "site-packages/torchvision/ops/unheard.py": block.replace("Block", "Unheard"),
            "site-packages/torchvision/own.py": "from torch import nn\nfrom torchvision.ops import Unheard\n"
            "from .ops.unheard import Unheard as U\nimport torch\n"
            "net = U(Unheard(nn.Linear(3, 4)))\nnet(torch.randn(2, 3))\n",
            "torch/__init__.py": "nn = None\n",
            "page.py": "import torch\nfrom torch import nn\nnn.Linear(3, 4)(torch.randn(2, 3))\n",
        },
    )
    (network,) = program(tmp_path / "site-packages/torchvision/own.py").networks
    assert [node.label for node in network.nodes] == ["Linear"]
    assert program(tmp_path / "page.py").nodes[-1].output.shape == (2, 4)


def test_a_file_of_a_library_that_holds_bound_names_also_holds_its_helpers(tmp_path: Path) -> None:
    """`keras.applications.resnet` is bound for its models; what else is in the file is read."""
    folder = "site-packages/keras/src/applications"
    helper = "def stack(x):\n    return layers.Dense(5)(x)\n"
    write(
        tmp_path,
        {
            "site-packages/keras/__init__.py": "",
            "site-packages/keras/src/__init__.py": "",
            f"{folder}/__init__.py": "",
            f"{folder}/resnet.py": f"from keras.src import layers\n{helper}def ResNet50(): return 1\n",
            f"{folder}/own.py": "from keras.src import layers\nfrom keras.src.applications import resnet\n"
            "shape = resnet.stack(layers.Input((3,))).shape\ncount = len(resnet.ResNet50().layers)\n",
        },
    )
    names = machine(tmp_path / folder / "own.py").globals
    assert (names["shape"][-1], names["count"]) == (5, 177)  # of its text, and of the binding


# --- what is told, and where ---


def told(*paths: Path) -> list[tuple[str, str, int, str]]:
    """Errors and warnings."""
    report = footgun.check(*paths, isolated=True)
    assert not report.broken
    return [
        (Path(f.span.path).name, f.code, f.span.line, f.labels[0].text if f.labels else "")
        for f in report.findings
        if f.severity.value != "info"
    ]


def test_a_fault_with_what_is_passed_in_is_told_at_the_call(tmp_path: Path) -> None:
    use = "import torch\nfrom models import Net\nnet = Net()\nnet(torch.randn(1, 3, 32, 32))\nnet(torch.randn(1, 3, 64, 64))\n"
    write(tmp_path, {**PACKAGE, "train.py": use})
    report = footgun.check(tmp_path / "train.py", isolated=True)
    (finding,) = report.findings
    assert (finding.code, finding.span.path, finding.span.line) == ("SHP002", str(tmp_path / "train.py"), 5)
    assert {"4096", "16384"} <= set(re.findall(r"\d+", finding.message))
    here = finding.labels[0]
    assert (here.text, here.span.path, here.span.line) == (
        "it happens here",
        str(tmp_path / "models/net.py"),
        12,
    )
    assert told(tmp_path / "train.py", tmp_path / "models") == told(
        tmp_path / "models", tmp_path / "train.py"
    )


def test_a_fault_of_the_other_file_is_told_there_alone(tmp_path: Path) -> None:
    wrong = (
        "from torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    )
    wrong += "        self.a = nn.Linear(3, 4)\n        self.b = nn.Linear(5, 6)\n        self.never = nn.Linear(1, 1)\n"
    wrong += "    def forward(self, x):\n        return self.b(self.a(x)) + undefined_name\n"
    use = "import torch\nfrom net import Net\nNet()(torch.randn(2, 3))\n"
    write(tmp_path, {"net.py": wrong, "one.py": use, "two.py": use})
    assert told(tmp_path / "one.py") == told(tmp_path / "two.py") == []
    alone = told(tmp_path / "net.py")
    assert {code for _, code, _, _ in alone} >= {"SHP002"}
    assert told(tmp_path) == alone


def test_what_an_imported_file_leaves_unused_is_its_own_affair(tmp_path: Path) -> None:
    net = NET.replace(".layers", "layers").replace(
        "self.head =", "self.spare = nn.Linear(2, 2)\n            self.head ="
    )
    use = "import torch\nfrom net import Net\nprint(Net()(torch.randn(2, 3, 32, 32)))\n"
    write(tmp_path, {"net.py": net, "layers.py": LAYERS, "use.py": use})
    assert "ARC011" in {f.code for f in footgun.check(tmp_path / "net.py", isolated=True).findings}
    assert footgun.check(tmp_path / "use.py", isolated=True).findings == []


def test_a_method_of_an_imported_class_counts_as_reading(tmp_path: Path) -> None:
    base = """
        from torch import nn

        class Base(nn.Module):
            def __init__(self):
                super().__init__()
                self.head = nn.Linear(3, 4)

            def run(self, x):
                return self.head(x)
        """
    child = """
        from torch import nn
        from base import Base

        class Net(Base):
            def __init__(self):
                super().__init__()
                self.body = nn.Linear(3, 4)
                self.spare = nn.Linear(3, 4)

            def forward(self, x):
                return self.body(x)
        """
    write(tmp_path, {"base.py": dedent(base), "net.py": dedent(child)})
    found = footgun.check(tmp_path / "net.py", isolated=True).findings
    assert [(f.code, f.message.split(" is ")[0]) for f in found] == [("ARC011", "`self.spare`")]


def test_gaps_in_an_imported_file_are_told_where_it_is_used(tmp_path: Path) -> None:
    net = "import torch\nimport other\nclass Net(torch.nn.Module):\n    def forward(self, x):\n        return other.go(x)\n"
    write(
        tmp_path,
        {"net.py": net, "use.py": "import torch\nfrom net import Net\n\n\nNet()(torch.randn(2, 3))\n"},
    )
    (gap,) = program(tmp_path / "use.py").not_checked
    assert (gap.span.path, gap.span.line) == (str(tmp_path / "use.py"), 5)


# --- nothing is run, nothing outside is read ---


def test_nothing_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    betray = f"open({str(mark)!r}, 'w').write('x')\n"
    write(
        tmp_path,
        {"spy.py": betray + "x = 3\n", "page.py": "from spy import x\nX = x\n", "__init__.py": betray},
    )
    assert values(tmp_path / "page.py")["X"] == 3
    assert not mark.exists()


OUTSIDE = {
    "dots": ("from ...secret import x\nX = x\n", None),
    "many dots": ("from " + "." * 30 + "secret import x\nX = x\n", None),
    "dots in a name": ("import importlib\nX = importlib.import_module('../../secret').x\n", None),
    "a link to a file": ("from link import x\nX = x\n", "link.py"),
    "a link to a folder": ("from link.secret import x\nX = x\n", "link"),
}


@pytest.mark.parametrize("case", OUTSIDE)
def test_nothing_outside_of_the_project_is_read(tmp_path: Path, case: str) -> None:
    code, link = OUTSIDE[case]
    write(tmp_path, {"secret.py": "x = 'read'\n", "proj/pkg/page.py": code, "proj/pyproject.toml": ""})
    if link is not None:
        target = tmp_path / "secret.py" if link.endswith(".py") else tmp_path
        os.symlink(target, tmp_path / "proj/pkg" / link)
    assert "read" not in str(plain(machine(tmp_path / "proj/pkg/page.py").globals["X"]))


BROKEN = {
    "itself": {"page.py": "import page\nfrom page import x\nX = 1\nx = 2\n"},
    "itself, all of it": {"page.py": "from page import *\nX = 1\n"},
    "a folder named like a file": {"a.py/b.txt": "", "page.py": "from a import y\nX = 1\n"},
    "a syntax error": {"a.py": "def (:\n", "page.py": "from a import y\nz = y\nX = 1\n"},
    "no text": {"a.py": "\0\0", "page.py": "from a import y\nz = y\nX = 1\n"},
    "a huge file": {"a.py": "y = 1\n" * 200_000, "page.py": "from a import y\nz = y\nX = 1\n"},
    "a file that raises": {"a.py": "raise ValueError\ny = 1\n", "page.py": "from a import y\nz = y\nX = 1\n"},
    "a loop without end": {"a.py": "y = 0\nwhile True:\n    y += 1\n", "page.py": "from a import y\nz = y\nX = 1\n"},
    "a module that builds a lot": {
        "a.py": "y = [[[i * j * k for i in range(100)] for j in range(100)] for k in range(100)]\n",
        "page.py": "from a import y\nz = y\nX = 1\n",
    },
    "stars in a circle": {
        "a.py": "from b import *\n",
        "b.py": "from a import *\n",
        "page.py": "from a import *\nfrom b import y\nz = y\nX = 1\n",
    },
    "a name that needs itself": {"a.py": "from b import y\n", "b.py": "from a import y\n", "page.py": "from a import y\nz = y\nX = 1\n"},
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_imported_is_unknown_and_the_rest_goes_on(tmp_path: Path, case: str) -> None:
    write(tmp_path, BROKEN[case])
    assert values(tmp_path / "page.py")["X"] == 1
    assert footgun.check(tmp_path / "page.py", isolated=True).exit_code == 0


def test_a_file_too_large_for_what_is_left_leaves_room_for_a_smaller_one(
    tmp_path: Path, monkeypatch: Any
) -> None:
    files = {"a.py": "x = 1\n" + "# long\n" * 99, "b.py": "y = 2\n"}
    write(tmp_path, {**files, "page.py": "from a import x\nfrom b import y\nX, Y = x, y\n"})
    monkeypatch.setattr(imported, "MOST_BYTES", 100)
    found = machine(tmp_path / "page.py").globals
    assert (isinstance(found["X"], Unknown), found["Y"]) == (True, 2)


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path, {"page.py": "from a import y\nz = y\nX = 1\n"})
    os.symlink(tmp_path / "b.py", tmp_path / "a.py")
    os.symlink(tmp_path / "a.py", tmp_path / "b.py")
    assert values(tmp_path / "page.py")["X"] == 1


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1\n", "page.py": "from a import x\nX = x\n"})
    assert values(tmp_path / "page.py")["X"] == 1
    (tmp_path / "a.py").write_text("x = 22\n", encoding="utf-8")
    assert values(tmp_path / "page.py")["X"] == 22


def test_a_module_runs_only_what_is_asked_for(tmp_path: Path) -> None:
    slow = "".join(f"v{i} = [k * {i} for k in range(100)]\n" for i in range(300))
    write(tmp_path, {"a.py": slow + "x = 1\n", "page.py": "from a import x\nX = x\n"})
    found = machine(tmp_path / "page.py")
    assert found.globals["X"] == 1
    assert found.steps < 100


def test_importing_a_module_registers_what_it_has_in_a_table_of_another(tmp_path: Path) -> None:
    """A call that stands alone changes the table; one that changes nothing of another file is left out."""
    files = {
        "blocks.py": "TABLE = {}\ndef register(name, made):\n    TABLE[name] = made\ndef show(text):\n    pass\n",
        "wide.py": "from blocks import register, show, TABLE\nWIDTH = 8\nregister('wide', WIDTH * 4)\n"
        "show(1 / 0)\ndef width(name):\n    return TABLE[name]\n",
        "main.py": "from wide import width\nX = width('wide')\n",
    }
    write(tmp_path, files)
    assert values(tmp_path / "main.py")["X"] == 32


def test_a_table_of_an_imported_file_is_gone_through_whole(tmp_path: Path) -> None:
    """Entries under names differ, so one cannot stand for all, as the passes of a long count do."""
    rows = "".join(f"    'net{i}': {i},\n" for i in range(300))
    code = "DOUBLE = {}\nfor name, size in TABLE.items():\n    DOUBLE[name] = size * 2\n"
    write(
        tmp_path,
        {
            "table.py": f"TABLE = {{\n{rows}}}\n{code}",
            "main.py": "from table import DOUBLE\nX = DOUBLE['net299']\n",
        },
    )
    assert values(tmp_path / "main.py")["X"] == 598


def test_the_text_of_a_library_goes_before_its_outlines_inside_of_it(tmp_path: Path) -> None:
    """Outside of it, a published network is what ships with footgun."""
    files = {
        "torchvision/__init__.py": "",
        "torchvision/models/__init__.py": "from .resnet import *\n",
        "torchvision/models/resnet.py": "from torch import nn\ndef resnet18():\n    return nn.Linear(3, 4)\n",
    }
    code = "import torch\nfrom torchvision.models.resnet import resnet18\nY = tuple(resnet18()(torch.ones(2, 3)).shape)\n"
    write(tmp_path, {**files, "torchvision/models/page.py": code})
    assert values(tmp_path / "torchvision/models/page.py")["Y"] == (2, 4)


def test_a_package_that_imports_its_own_modules_by_name(tmp_path: Path) -> None:
    """`from package import layers` in the package itself means the file, however often it leads back here."""
    write(tmp_path, {
        "package/__init__.py": "from package import layers, net\nfrom . import missing\n",
        "package/layers.py": LAYERS + "\n    from package import net\n",
        "package/net.py": "from . import layers\nfrom package import missing\nBlock = layers.Block\n",
        "main.py": """
            import torch
            import package
            y = package.net.Block(3, 16)(torch.zeros(2, 3, 8, 8))
            z = package.missing
        """,
    })  # fmt: skip
    made = machine(tmp_path / "main.py")
    assert made.globals["y"].shape == (2, 16, 4, 4)
    assert "missing" in repr(made.globals["z"])
    assert not made.program.not_checked


def test_a_fault_between_two_other_files_is_told_where_the_one_calls_the_other(tmp_path: Path) -> None:
    files = {
        "layers.py": "from torch import nn\ndef make(cin, **more):\n    return nn.Conv2d(cin, 8, 3, **more)\n",
        "net.py": "from layers import make\ndef build(cin):\n    return make(cin, paddign=1)\n",
        "train.py": "from net import build\nnet = build(3)\n",
    }
    write(tmp_path, files)
    assert told(tmp_path / "train.py") == []
    assert told(tmp_path / "net.py") == told(tmp_path) == [("net.py", "SHP018", 3, "it happens here")]


def test_shapes_shows_an_imported_network_at_its_call(tmp_path: Path) -> None:
    use = "import torch\nfrom models import Net\nnet = Net()\ny = net(torch.randn(1, 3, 32, 32))\nprint(y.shape)\n"
    write(tmp_path, {**PACKAGE, "train.py": use})
    run = [sys.executable, "-m", "footgun", "shapes", "train.py"]
    shown = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.split("\n")
    (line,) = [text for text in shown if "Linear" in text]
    assert line.startswith("4 | y = net(torch.randn(1, 3, 32, 32))")
    assert "(1, 10)" in line
    assert "the last of 5 steps in models/layers.py, models/net.py" in line


def test_labels_in_other_files_say_their_path_in_json(tmp_path: Path) -> None:
    use = "import torch\nfrom models import Net\nNet()(torch.randn(1, 3, 64, 64))\n"
    write(tmp_path, {**PACKAGE, "train.py": use})
    run = [sys.executable, "-m", "footgun", "check", "--output-format", "json", "train.py"]
    out = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    (finding,) = json.loads(out)["findings"]
    assert (finding["path"], finding["line"]) == ("train.py", 3)
    assert {label.get("path") for label in finding["labels"]} >= {"models/net.py"}


def test_the_modules_of_a_cycle_see_each_other_from_either_end(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "one.py": "from two import width\nfrom torch import nn\ndef layer(): return nn.Linear(width(), 4)\nbase = 3\n",
            "two.py": "import one\ndef width(): return one.base\nX = width()\n",
        },
    )
    assert values(tmp_path / "two.py")["X"] == 3
    assert program(tmp_path / "one.py").layers[0].op.inp == 3
