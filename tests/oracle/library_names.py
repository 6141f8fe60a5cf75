"""Makes the name tables of API004: `python tests/oracle/library_names.py torch FOLDER > _torch_names.py`.

torchvision is read from its sources in FOLDER, since its compiled part is not needed.
"""

from __future__ import annotations

import ast
import os
import pkgutil
import sys
import textwrap
import warnings
from importlib import import_module
from pathlib import Path

TORCH = (
    "torch", "torch.nn", "torch.nn.functional", "torch.nn.init", "torch.nn.utils", "torch.optim",
    "torch.optim.lr_scheduler", "torch.utils.data",
)  # fmt: skip
KERAS = (
    "activations", "applications", "callbacks", "constraints", "datasets", "initializers", "layers", "losses",
    "metrics", "ops", "optimizers", "optimizers.schedules", "regularizers", "utils",
)  # fmt: skip
VISION = ("torchvision.datasets", "torchvision.models", "torchvision.transforms")


def installed(module: str) -> set[str]:
    """The public names of an installed module, its submodules among them."""
    found = import_module(module)
    inner = (item.name for item in pkgutil.iter_modules(getattr(found, "__path__", ())))
    return {name for name in (*dir(found), *inner) if not name.startswith("_")}


def grouped(module: str) -> set[str]:
    """What the modules inside a package define: `torch.nn.modules.linear.Linear` goes by `torch.nn.Linear`."""
    found: set[str] = set()
    for item in pkgutil.iter_modules(import_module(module).__path__):
        inner = import_module(f"{module}.{item.name}")
        named = {n: t for n, t in vars(inner).items() if getattr(t, "__name__", "") == n and callable(t)}
        own = (n for n, thing in named.items() if thing.__module__ == inner.__name__)
        found |= {item.name, *own}
    return {name for name in found if not name.startswith("_")}


def torch_names(module: str) -> set[str]:
    """The names of a module of torch; those of `torch.nn.modules` go by `torch.nn`."""
    return installed(module) | (grouped("torch.nn.modules") if module == "torch.nn" else set())


def keras_names(part: str) -> set[str]:
    """Keras has one public face of its own and one for `tf.keras`."""
    return installed(f"keras.{part}") | installed(f"keras._tf_keras.keras.{part}")


def defined(path: Path) -> set[str]:
    """What a module of a package defines or imports, star imports followed."""
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.Import):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            star = any(alias.name == "*" for alias in node.names) and node.level and node.module
            inner = path.parent / str(node.module)
            names |= defined(inner) if star else {a.asname or a.name for a in node.names}
    return {name for name in names if not name.startswith("_")}


def vision_names(root: Path, module: str) -> set[str]:
    """The names of a torchvision module; transforms of both generations go by one name here."""
    folder = root.joinpath(*module.split("."))
    places = (folder, folder / "v2") if module.endswith("transforms") else (folder,)
    inner = {item.stem for place in places for item in place.iterdir() if not item.name.startswith("_")}
    return inner.union(*map(defined, places))


def tables(library: str, root: Path | None) -> dict[str, set[str]]:
    """The names of every module of `keras` or `torch`; torchvision's with torch."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    if library == "keras":
        return {f"keras.{part}": keras_names(part) for part in KERAS}
    vision = {module: vision_names(root, module) for module in VISION} if root else {}
    return {module: torch_names(module) for module in TORCH} | vision


def main(library: str, root: Path | None) -> None:
    print(f'"""The public names of {library}, made by `tests/oracle/library_names.py`: do not edit."""\n')
    print("from __future__ import annotations\n\n# fmt: off\nNAMES = {")
    for module, names in sorted(tables(library, root).items()):
        print(f'    "{module}": """')
        text = " ".join(sorted(names))
        print(textwrap.fill(text, 105, break_long_words=False, break_on_hyphens=False) + '""",')
    print("}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None)
