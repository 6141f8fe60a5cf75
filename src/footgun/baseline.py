"""A file of findings that a team knows of and lives with for now: only new ones are told.

An entry is the key of a finding (`fingerprint.py`), which stays when lines move. Entries that match nothing
any more are counted, so that the file shrinks and never hides what comes back.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator

from footgun.discover import contents
from footgun.findings import Finding
from footgun.fingerprint import fingerprints
from footgun.records import NamedTuple
from footgun.results import FileResult, Report, counted

VERSION = 1
LARGEST = 20_000_000  # bytes
FIELDS = ("code", "key", "message")  # of an entry


class BaselineError(Exception):
    """A baseline that cannot be read, with the file and the way out."""


class Baseline:
    """The known findings: keys by file, relative to the folder that the baseline lies in."""

    def __init__(self, path: str, entries: dict[str, list[dict[str, str]]] | None = None) -> None:
        self.path = path
        self.entries = entries or {}

    @classmethod
    def load(cls, path: str) -> Baseline:
        """Read it.

        Raises:
            BaselineError: if there is none, or it is none.
        """
        again = "; write it with --write-baseline"
        try:
            data = json.loads(contents(path, LARGEST))
        except OSError as error:
            raise BaselineError(f"{path}: {(error.strerror or str(error)).lower()}{again}") from error
        except (ValueError, RecursionError) as error:
            raise BaselineError(f"{path}: not a baseline: its JSON is broken{again}") from error
        entries = data.get("findings") if isinstance(data, dict) else None
        if (
            not isinstance(entries, dict)
            or data.get("version") != VERSION
            or not all(map(_is_list, entries.values()))
        ):
            raise BaselineError(f"{path}: not a baseline of this version{again}")
        return cls(path, {n: [{field: e[field] for field in FIELDS} for e in entries[n]] for n in entries})

    def apply(self, report: Report) -> Applied:
        """Take the known findings out of a report."""
        hidden, stale = 0, []
        for file in report.files:
            name = self._name(file.path)
            known = Counter(entry["key"] for entry in self.entries.get(name, ()))
            if not known or file.error is not None:
                continue
            kept: list[Finding] = []
            for finding, key in self._keyed(file):
                if known[key] > 0:
                    known[key] -= 1
                    hidden += 1
                else:
                    kept.append(finding)
            file.findings = kept
            stale += [name] * sum(known.values())
        checked = {self._name(file.path) for file in report.files}
        folder = os.path.dirname(self.path) or "."
        for name in self.entries.keys() - checked:
            if not os.path.exists(os.path.join(folder, name)):
                stale += [name] * len(self.entries[name])
        return Applied(hidden, tuple(sorted(stale)))

    def renewed(self, report: Report, prune: bool = False) -> Baseline:
        """One that holds what a report tells, and what is known of files that were not checked.

        `prune`: only what was known before stays; what is new is told and not written down.
        """
        entries = dict(self.entries)
        folder = os.path.dirname(self.path) or "."
        for name in [n for n in entries if not os.path.exists(os.path.join(folder, n))]:
            del entries[name]
        for file in report.files:
            if file.error is not None:
                continue  # unread is not mended
            name = self._name(file.path)
            known = Counter(entry["key"] for entry in self.entries.get(name, ()))
            found = []
            for finding, key in self._keyed(file):
                if not prune or known[key] > 0:
                    known[key] -= 1
                    found.append({"code": finding.code, "key": key, "message": finding.message})
            entries.pop(name, None)
            if found:
                entries[name] = found
        return Baseline(self.path, entries)

    def write(self) -> None:
        """Write it, sorted, so that two runs give the same bytes and a diff reads well."""
        entries = {
            name: sorted(self.entries[name], key=lambda e: (e["code"], e["key"]))
            for name in sorted(self.entries)
        }
        text = json.dumps({"version": VERSION, "findings": entries}, indent=2, ensure_ascii=True)
        if not self._is_ours():
            raise BaselineError(f"{self.path}: not a baseline, so it is not overwritten; name another file")
        draft = f"{self.path}.{os.getpid()}"
        with open(draft, "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{text}\n")
        os.replace(draft, self.path)

    def _is_ours(self) -> bool:
        """Whether the file is free, or looks like a baseline, be it old or broken."""
        try:
            data = contents(self.path, LARGEST)
        except FileNotFoundError:
            return True
        return not data.strip() or b'"findings"' in data

    @property
    def size(self) -> int:
        """How many findings are known."""
        return sum(map(len, self.entries.values()))

    def _name(self, path: str) -> str:
        return os.path.relpath(path, os.path.dirname(self.path) or ".").replace(os.sep, "/")

    def _keyed(self, file: FileResult) -> Iterator[tuple[Finding, str]]:
        return zip(file.findings, fingerprints(file.findings, self._name(file.path), file.lines), strict=True)


class Applied(NamedTuple):
    """What a baseline did to a report: findings hidden, and the file of each entry that matches nothing."""

    hidden: int
    stale: tuple[str, ...]

    def told(self) -> Iterator[str]:
        """In words."""
        if self.hidden:
            yield f"{counted(self.hidden, 'finding')} hidden by the baseline"
        if self.stale:
            files = ", ".join(sorted(set(self.stale))[:5])
            gone = f"{counted(len(self.stale), 'entry', 'entries')} of the baseline no longer found ({files})"
            yield f"{gone}: --prune-baseline takes them out"


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(e, dict) and all(isinstance(e.get(field), str) for field in FIELDS) for e in value
    )
