"""Processes that tests start find the same footgun as the tests, wherever they run."""

from __future__ import annotations

import os
from pathlib import Path

import footgun

os.environ["PYTHONPATH"] = str(Path(footgun.__file__).parents[1])
