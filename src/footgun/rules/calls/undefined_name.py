"""A name that is not defined when its line runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.changes import Import
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import NameFault, Program
from footgun.rules.base import Rule, rule

# Names that all code of this kind gives to the same things.
IMPORTS = {
    "DataLoader": "from torch.utils.data import DataLoader",
    "F": "import torch.nn.functional as F",
    "keras": "import keras",
    "math": "import math",
    "nn": "from torch import nn",
    "np": "import numpy as np",
    "optim": "from torch import optim",
    "os": "import os",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "random": "import random",
    "sys": "import sys",
    "tf": "import tensorflow as tf",
    "time": "import time",
    "torch": "import torch",
    "tqdm": "from tqdm import tqdm",
    "train_test_split": "from sklearn.model_selection import train_test_split",
}
FRAMEWORKS = re.compile(r"^[^\S\n]*(?:import|from)[^\S\n]+(torch|keras|tensorflow)\b", re.MULTILINE)
KERAS = frozenset(("keras", "tensorflow"))


@rule(
    "API005",
    "undefined-name",
    Severity.ERROR,
    "a name that is never defined, or only later",
    needs=("names",),
)
def undefined_name(self: Rule, program: Program) -> Iterator[Finding]:
    """Silent on snippets in prose, which may leave their imports out."""
    told: set[str] = set()
    for fault in program.names if not program.documents else ():
        later = fault.defined_later
        # A name that is missing everywhere is one mistake; one used too early can be so at several places.
        if later is None and fault.name in told:
            continue
        told.add(fault.name)
        if later is None:
            help = f"import or define `{fault.name}` before this line"
            fix = _fix(program, fault)
            yield self.report(fault.span, f"`{fault.name}` is not defined", help=help, fix=fix)
            continue
        yield self.report(
            fault.span,
            f"`{fault.name}` is not defined yet: defined later, at {_where(later)}",
            labels=[(later, f"defines `{fault.name}`, too late")],
            help="on a fresh run from the top this fails: move the definition up",
        )


def _fix(program: Program, fault: NameFault) -> Fix | None:
    """The import of a name that always stands for the same."""
    line = IMPORTS.get(fault.name)
    if line is None:
        return None
    imported = {name for source in program.sources for name in FRAMEWORKS.findall(source)}
    if fault.name in ("keras", "tf"):
        if "torch" in imported and not imported & KERAS:
            return None  # a second framework is more likely a slip than meant
        if fault.name == "keras" and "keras" not in imported and "tensorflow" in imported:
            line = "from tensorflow import keras"
    elif "torch" in line and "torch" not in imported:
        mentioned = any("torch" in source for source in program.sources)
        return _imported(fault, line) if mentioned and not imported & KERAS else None
    return _imported(fault, line)


def _imported(fault: NameFault, line: str) -> Fix:
    return Fix(f"`{line}`", changes=(Import(fault.span, line),), reveals=True)


def _where(span: Span) -> str:
    return f"line {span.line}" if span.cell is None else f"line {span.line} of cell {span.cell}"
