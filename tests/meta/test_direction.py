"""Who may import whom. The table is the design: a change here is a change of the architecture."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import footgun

ROOT = Path(footgun.__file__).parent
FACTS = {"findings", "sizes", "ops", "network"}
ALLOWED = {  # besides `records` and `index`, which all may use
    "records": set(),
    "index": set(),
    "usual": set(),
    "bundle": {"usual"},
    "plugins": set(),
    "timing": set(),
    "cutoff": set(),
    "findings": set(),
    "results": {"findings", "network"},
    "sizes": set(),
    "ops": {"findings", "sizes"},
    "network": {"findings", "sizes", "ops"},
    "source": {*FACTS, "changes", "plugins"},
    "live": FACTS,
    "rules": {*FACTS, "changes", "calculate", "plugins"},
    "calculate": FACTS,
    "watch": FACTS,
    "fingerprint": {"findings", "results"},
    "report": {"findings", "fingerprint", "results", "network"},
    "fix": {"findings", "network", "results"},
    "changes": {"findings"},
    "selection": {"rules"},
    "discover": set(),
    "config": {"discover", "selection"},
    "suppress": {"findings", "results", "network", "rules", "selection", "source"},
    "elsewhere": {"findings"},
    "overrides": {"config", "discover", "findings", "rules", "selection"},
    "baseline": {"discover", "findings", "fingerprint", "results"},
    "cache": {"config", "discover", "findings", "results"},
    "pool": {"discover", "results"},
    "engine": {
        *FACTS,
        "cutoff",
        "timing",
        "results",
        "source",
        "live",
        "rules",
        "selection",
        "discover",
        "config",
        "suppress",
        "cache",
        "elsewhere",
        "overrides",
        "pool",
    },
    "api": {"findings", "results", "selection", "config", "engine"},
    "cli": {
        *FACTS,
        "baseline",
        "bundle",
        "cache",
        "plugins",
        "pool",
        "timing",
        "calculate",
        "results",
        "source",
        "rules",
        "selection",
        "discover",
        "config",
        "engine",
        "report",
        "fix",
    },
    "dev": {
        "network",
        "findings",
        "config",
        "cutoff",
        "discover",
        "engine",
    },  # nothing of the tool imports it
    "__init__": {"api", "findings", "results"},
    "__main__": {"cli"},
}
# Importing one of these takes longer than all the rest of a run, and may not be possible at all.
HEAVY = {
    "jax", "jsonschema", "keras", "lightning", "markdown_it", "nbformat", "numpy", "parso", "rich", "sympy",
    "tensorflow", "torch", "torchvision", "transformers",
}  # fmt: skip
FRAMEWORKS = HEAVY - {"jsonschema", "markdown_it", "nbformat", "parso", "rich"}
MAY_USE_FRAMEWORKS = {"live", "watch", "lab"}
FILES = sorted(ROOT.rglob("*.py"))


def part(path):
    """The folder or module right below the package."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(tree):
    """(line, dotted module) of each import, `from footgun import x` as `footgun.x`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if node.module == "footgun":
                yield from ((node.lineno, f"footgun.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module or ""


def at_module_level(tree):
    """The tree without the bodies of its functions."""
    bare = ast.Module([], [])
    stack = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bare.body.append(node)
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            stack.extend(ast.iter_child_nodes(node))
    return bare


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_table(path):
    mine = part(path)
    assert mine in ALLOWED, f"{mine} is not in the table"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for line, module in imports(tree):
        names = module.split(".")
        if (
            names[0] == "footgun"
            and len(names) > 1
            and names[1] not in ("__version__", "records", "index", mine)
        ):
            assert names[1] in ALLOWED[mine], f"line {line}: {mine} must not import {names[1]}"
        if names[0] in FRAMEWORKS:
            assert mine in MAY_USE_FRAMEWORKS, f"line {line}: {mine} must not import {names[0]}"
    for line, module in imports(at_module_level(tree)):
        assert module.split(".")[0] not in HEAVY, f"line {line}: import {module} inside a function"
