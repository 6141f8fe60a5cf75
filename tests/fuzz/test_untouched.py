"""Nothing of the checked project is run: not the file, not its neighbours, not what they would load."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import footgun

# Names that Python, footgun or the frameworks import, planted where a careless import would find them.
PLANTED = [
    "abc", "ast", "click", "collections/__init__", "conftest", "functools", "json/__init__", "keras/__init__", "lightning",
    "numpy/__init__", "os", "pkgutil", "re", "rich/__init__", "rich/console", "setup", "sitecustomize", "tensorflow",
    "timm/__init__", "timm/models/__init__", "timm/models/resnet", "token", "tokenize", "tomllib", "torch", "torchvision/__init__", "torchvision/models/__init__", "torchvision/models/resnet",
    "typing", "usercustomize", "warnings", "__init__", "__main__",
]  # fmt: skip
EARLY = ("collections/__init__", "functools", "os", "pkgutil", "re", "typing", "warnings", "abc")
NET = """
import sys, os, ast, json, pickle, importlib, subprocess
import torch, torchvision, timm, keras
import numpy as np
import helper
from helper import Net, build
from package import sub
from package.deep.er import *
from . import near
from torchvision.models import resnet18, resnet
from timm.models.resnet import ResNet
MARK("the file itself")
helper.run()
exec(open("helper.py").read())
eval("MARK('eval')")
compile("MARK('compile')", "x", "exec")
os.system("touch betrayed")
subprocess.run(["touch", "betrayed"])
importlib.import_module("helper").run()
__import__("package.deep.er")
torch.load("model.pth")
torch.hub.load(".", "custom", source="local")
torch.ops.load_library("lib.so")
keras.models.load_model("model.keras")
np.load("data.npy", allow_pickle=True)
pickle.load(open("model.pth", "rb"))
sys.path.insert(0, "elsewhere")
import over_there
model = resnet18()
timm.create_model("resnet18")
net = Net()
y = net(torch.randn(1, 3, 8, 8))
class Loud(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.a = torch.nn.Linear(3, 4)
        self.b = torch.nn.Linear(5, 6)
    def __del__(self): MARK("del")
    def forward(self, x): MARK("forward"); return self.b(self.a(x))
Loud()(torch.randn(2, 3))
"""


class Loud:
    """Pickled, it marks when it is loaded."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


@pytest.fixture
def project(tmp_path):
    """A folder in which whatever runs leaves a mark behind."""
    betrayed = tmp_path / "betrayed"
    loud = f"import os\ndef MARK(who):\n    os.makedirs({str(betrayed)!r}, exist_ok=True)\nMARK(__name__)\n"
    files = {f"{name}.py": loud for name in PLANTED}
    files |= {"elsewhere/over_there.py": loud, "hubconf.py": loud, "package/sub.py": loud, "near.py": loud}
    files |= {
        "package/__init__.py": loud,
        "package/deep/__init__.py": loud,
        "package/deep/er.py": loud + "x = 1\n",
    }
    files["helper.py"] = (
        f"{loud}import torch\ndef run(): MARK('run')\ndef build(): run()\nclass Net(torch.nn.Conv2d):\n    run()\n    def __init__(self):\n        super().__init__(3, 4, 3)\n        run()\n"
    )
    files["net.py"] = NET
    files["planted.pth"] = f"import os; os.mkdir({str(betrayed)!r})\n"
    files["pyproject.toml"] = "[tool.footgun]\nhints = true\n"
    cell = {
        "cell_type": "code",
        "source": NET + "\n!touch betrayed\n%run helper.py\n%%bash\ntouch betrayed",
        "metadata": {},
    }
    files["notes.ipynb"] = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    files["sheet.md"] = f"```python\n{NET}\n```\n"
    for name, text in files.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name in ("model.pth", "data.npy", "model.keras", "torch.pkl"):
        (tmp_path / "project" / name).write_bytes(pickle.dumps(Loud(betrayed)))
    return tmp_path / "project"


def check(project, start, *arguments):
    """Run the command in the project, as its script or as a module, with no safe path."""
    script = project.parent / "bin" / "footgun"
    script.parent.mkdir()
    script.write_text("from footgun.cli import main\nmain()\n")
    command = [sys.executable, *({"script": [str(script)], "module": ["-m", "footgun"]}[start]), *arguments]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONSAFEPATH"}
    environment["PYTHONPATH"] = str(Path(footgun.__file__).parents[1])
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, env=environment, timeout=60, check=False
    )


@pytest.mark.parametrize("name", ["net.py", "notes.ipynb", "sheet.md", "helper.py", "package", "."])
def test_checking_runs_nothing(project, name):
    done = check(project, "script", "check", "--isolated", name)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert not (project.parent / "betrayed").exists(), done.stdout


def test_the_project_was_looked_at(project):
    done = check(project, "script", "check", "--output-format", "concise", "net.py")
    assert "SHP002" in done.stdout
    assert not (project.parent / "betrayed").exists()


def test_as_a_module_it_imports_nothing_of_the_folder(project):
    for name in EARLY:  # Python's own `-m` imports these before any code of footgun runs
        (project / f"{name}.py").unlink()
    done = check(project, "module", "check", "--isolated", "--no-progress", "net.py")
    assert "SHP002" in done.stdout
    assert not (project.parent / "betrayed").exists()


def test_the_trap_works(project):
    subprocess.run([sys.executable, "near.py"], cwd=project, capture_output=True, check=False)
    assert (project.parent / "betrayed").exists()
