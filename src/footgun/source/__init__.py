"""Front end 1: Python text to a Program, by abstract interpretation. Nothing of the user's is executed."""

from __future__ import annotations

from footgun.network import Program
from footgun.source.document import Document
from footgun.source.settings import Settings


def analyse(document: Document, settings: Settings | None = None) -> Program:
    """All facts of one document."""
    from footgun.source.analysis import analyse_document

    return analyse_document(document, settings or Settings())


__all__ = ["Settings", "analyse"]
