"""One self-contained page a run: networks as graphs, findings beside their source, what was not checked."""

from __future__ import annotations

from footgun.report.formats import Facts


def write(facts: Facts) -> str:
    """The page; a file's `drawings` are its networks."""
    from footgun.report.html.page import page

    return page(facts)
