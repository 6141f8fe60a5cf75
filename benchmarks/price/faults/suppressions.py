"""Comments that silence: nothing is measured."""

from __future__ import annotations

from benchmarks.price.programs import Fault

FAULTS: tuple[Fault, ...] = ()
REMARKS = {
    "SUP001": "None while it runs. The comment stays behind, and silences the next fault on its line.",
    "SUP002": "None while it runs. It silences every later fault on its line, whatever that one costs.",
}
