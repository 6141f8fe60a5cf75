"""Results kept from run to run, by the content of what they follow from: text, imports, rules, settings.

A result is JSON in a file of its own: nothing in a cache is ever executed, whoever wrote it. Files are
replaced whole, so several processes may share one folder; what cannot be read, or is not what was written,
counts as absent. No link in the folder leads out of it.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from footgun.config import Config
from footgun.discover import contents
from footgun.findings import Edit, Elsewhere, Finding, Fix, Label, NotChecked, Severity, Span, Witness
from footgun.results import FileResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LARGEST = 20_000_000  # bytes of a kept result
MOST_IMPORTED = 1_000_000  # bytes of an imported file; larger ones are not followed
TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of footgun.\n"


class Cache:
    """The kept results of one folder; `salt` holds what all results of a run depend on."""

    def __init__(self, folder: str, salt: str) -> None:
        self.folder = folder
        self.salt = salt
        self._digests: dict[str, str] = {}  # of the files that others import, once a run
        self._ready = False

    def find(self, path: str, data: bytes, config: Config, as_kind: str | None) -> FileResult | None:
        """The result of a text, if it was kept and nothing that it follows from has changed."""
        try:
            digest, _, text = contents(self._place(path), LARGEST).partition(b"\n")
            if digest.decode() != _hash(text):
                return None
            kept = json.loads(text)
            if kept["key"] != self._key(path, data, config, as_kind):
                return None
            if any(self._digest(name) != digest for name, digest in kept["consulted"].items()):
                return None
            return _result(path, kept["result"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def keep(self, path: str, data: bytes, config: Config, as_kind: str | None, result: FileResult) -> None:
        """Keep a result; one that speaks of other files, or that failed, is worked out anew each time."""
        if result.error is not None or result.internal or any(map(_abroad, result.findings)):
            return
        kept = {
            "key": self._key(path, data, config, as_kind),
            "consulted": {name: self._digest(name) for name in result.consulted},
            "result": _document(result),
        }
        place = self._place(path)
        draft = f"{place}.{os.getpid()}"
        text = json.dumps(kept, separators=(",", ":")).encode()
        try:
            self._prepare(os.path.dirname(place))
            with open(draft, "wb", opener=_no_link) as file:
                file.write(_hash(text).encode() + b"\n" + text)
            os.replace(draft, place)
        except OSError:
            return  # a full disk, a folder that is read only: the next run does the work again

    def _prepare(self, folder: str) -> None:
        os.makedirs(folder, exist_ok=True)
        if os.path.islink(folder):
            raise OSError(errno.ELOOP, "a link in the cache", folder)
        if not self._ready:
            self._ready = True
            for name, text in (("CACHEDIR.TAG", TAG), (".gitignore", "*\n")):
                place = os.path.join(self.folder, name)
                if not os.path.exists(place):
                    with open(place, "w", encoding="utf-8", opener=_no_link) as file:
                        file.write(text)

    def _place(self, path: str) -> str:
        name = _hash(os.path.realpath(path).encode("utf-8", "surrogatepass"))
        return os.path.join(self.folder, name[:2], f"{name[2:]}.json")

    def _key(self, path: str, data: bytes, config: Config, as_kind: str | None) -> str:
        said = repr((self.salt, path, config, as_kind, os.getcwd()))
        return _hash(said.encode("utf-8", "surrogatepass"), data)

    def _digest(self, path: str) -> str:
        """Of a file that an import may mean: its content, or that there is none, or a folder.

        Of what a link leads to only where that is, for it may be out of the project; what may be read there
        counts by itself.
        """
        if path not in self._digests:
            try:
                real = os.path.realpath(path)
                if real != os.path.abspath(path):
                    self._digests[path] = f"link to {real}" if os.path.exists(real) else f"link to no {real}"
                    return self._digests[path]
                self._digests[path] = _hash(contents(path, MOST_IMPORTED))
            except IsADirectoryError:
                self._digests[path] = "folder"
            except (OSError, ValueError):
                self._digests[path] = ""
        return self._digests[path]


def salt(codes: Iterable[str], roots: Sequence[str], extras: Sequence[object]) -> str:
    """What all results of a run depend on: footgun itself, Python, the rules, the named folders."""
    import sys

    import footgun

    package = footgun.__path__[0]
    stamps = []
    for folder, folders, files in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            facts = os.stat(os.path.join(folder, name))
            stamps.append((name, facts.st_mtime_ns, facts.st_size))
    said = repr((footgun.__version__, sys.version_info[:3], stamps, sorted(codes), list(roots), list(extras)))
    return _hash(said.encode("utf-8", "surrogatepass"))


def _no_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def _hash(*parts: bytes) -> str:
    found = blake2b(digest_size=16)
    for part in parts:
        found.update(part)
    return found.hexdigest()


def _abroad(finding: Finding) -> bool:
    return isinstance(finding.span, Elsewhere) or any(
        label.span.path != finding.span.path for label in finding.labels
    )


def _document(result: FileResult) -> dict[str, Any]:
    return {
        "note": result.note,
        "networks": result.networks,
        "not_checked": [(gap.reason, list(gap.span)) for gap in result.not_checked],
        "findings": [_written(finding) for finding in result.findings],
    }


def _written(finding: Finding) -> dict[str, Any]:
    fix = finding.fix
    edits = [] if fix is None else [(list(edit.span), edit.text) for edit in fix.edits]
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.value,
        "message": finding.message,
        "span": list(finding.span),
        "labels": [(list(label.span), label.text) for label in finding.labels],
        "help": finding.help,
        "fix": None if fix is None else (fix.title, edits, fix.safe, fix.reveals),
        "witness": finding.witness.value,
    }


def _result(path: str, kept: dict[str, Any]) -> FileResult:
    result = FileResult(path, note=kept["note"])
    result.networks = kept["networks"]
    result.not_checked = [NotChecked(reason, Span(*span)) for reason, span in kept["not_checked"]]
    result.findings = [_finding(finding) for finding in kept["findings"]]
    return result


def _finding(kept: dict[str, Any]) -> Finding:
    fix = None
    if kept["fix"] is not None:
        title, edits, safe, reveals = kept["fix"]
        fix = Fix(title, tuple(Edit(Span(*span), text) for span, text in edits), safe, reveals=reveals)
    return Finding(
        kept["code"],
        kept["slug"],
        Severity(kept["severity"]),
        kept["message"],
        Span(*kept["span"]),
        tuple(Label(Span(*span), text) for span, text in kept["labels"]),
        kept["help"],
        fix,
        Witness(kept["witness"]),
    )
