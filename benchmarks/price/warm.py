"""What the process behind all runs imports once: every run is a copy of it."""

from __future__ import annotations

import contextlib
import os
from importlib import import_module

os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ["OMP_NUM_THREADS"] = "1"  # with more, torch is slower on small tensors

for name in ("model_selection", "preprocessing", "datasets"):
    with contextlib.suppress(ImportError):
        import_module(f"sklearn.{name}")
for name in ("torch.utils.data", "torchvision", "keras"):
    with contextlib.suppress(ImportError):
        import_module(name)
