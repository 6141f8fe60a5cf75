"""What all tests need: one thread, one Keras backend, and processes that find the same footgun as they do."""

from __future__ import annotations

import os
from pathlib import Path

import footgun

os.environ["PYTHONPATH"] = str(Path(footgun.__file__).parents[1])
os.environ.setdefault("OMP_NUM_THREADS", "1")  # with more, torch is slower on small tensors
os.environ.setdefault("KERAS_BACKEND", "torch")
