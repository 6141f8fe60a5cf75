"""The sign of each severity: a shape of its own, since a colour alone tells some readers nothing."""

from __future__ import annotations

from footgun.findings import Severity
from footgun.report.html.markup import Markup, join, tag

# On a field of 16 x 16: an octagon with a cross, a triangle with a bar, a disc with an i.
SHAPES = {
    Severity.ERROR: ("M5 1h6l4 4v6l-4 4H5l-4-4V5z", "M5.5 5.5l5 5m0-5l-5 5"),
    Severity.WARNING: ("M8 1.2L15.4 14.6H.6z", "M8 6v4.2m0 1.7v.9"),
    Severity.INFO: ("M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z", "M8 4.1v1.1m0 1.9v4.9"),
}


def symbols() -> Markup:
    """The signs, once for the whole page."""
    return tag(
        "svg",
        *(
            tag(
                "symbol",
                tag("path", d=outer, class_=f"sign {severity.value}"),
                tag("path", d=inner, class_="stroke"),
                id=f"sign-{severity.value}",
                viewBox="0 0 16 16",
            )
            for severity, (outer, inner) in SHAPES.items()
        ),
        class_="hidden",
        width=0,
        height=0,
        aria_hidden="true",
    )


def icon(severity: Severity) -> Markup:
    """The sign in a line of text; the word stands beside it."""
    return tag("svg", _use(severity), class_="icon", width=16, height=16, aria_hidden="true")


def icon_at(severity: Severity, x: float, y: float) -> Markup:
    """The sign inside a drawing."""
    return tag("use", href=f"#sign-{severity.value}", x=x, y=y, width=13, height=13)


def named(severity: Severity) -> Markup:
    """The sign with its word."""
    return tag("span", join([icon(severity), severity.value], " "), class_=f"severity {severity.value}")


def _use(severity: Severity) -> Markup:
    return tag("use", href=f"#sign-{severity.value}")
