"""The public functions: check files, or a text, from Python.

>>> import footgun
>>> for finding in footgun.check("net.py"):  # doctest: +SKIP
...     print(finding.code, finding.span.line, finding.message)
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from footgun.config import Config, Configs
from footgun.engine import check_paths
from footgun.engine import check_source as check_text
from footgun.results import Report
from footgun.selection import Layer


def check(
    *paths: str | os.PathLike[str],
    select: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    input: Sequence[int] | None = None,
    isolated: bool = False,
) -> Report:
    """Check files and folders as `footgun check` does; the report holds all findings, hints among them."""
    configs = Configs(_config(select, ignore, input), isolated)
    return check_paths([os.fspath(path) for path in paths or (".",)], configs)


def check_source(
    text: str | bytes,
    path: str = "<string>",
    *,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    input: Sequence[int] | None = None,
) -> Report:
    """Check a text as if it stood in the file `path`; its suffix says what kind of text it is."""
    return check_text(text, path, _config(select, ignore, input))


def _config(select: Sequence[str] | None, ignore: Sequence[str], input: Sequence[int] | None) -> Config:
    layer = Layer(None if select is None else tuple(select), tuple(ignore))
    return Config((layer,), None if input is None else tuple(input))
