"""What a configuration says of single files and rules: ignored in some files, told as another severity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from footgun.config import Config
from footgun.discover import Exclusion
from footgun.findings import Finding, Severity
from footgun.selection import matching

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.rules.base import Rule


def ignored_in(path: str, config: Config, rules: Sequence[Rule]) -> frozenset[str]:
    """The codes that do not run on a file."""
    codes: frozenset[str] = frozenset()
    for folder, pattern, selectors in config.file_ignores:
        if Exclusion(folder, (pattern,)).covers(path):
            for selector in selectors:
                codes |= matching(selector, rules, _source(config, "per-file-ignores"))[1]
    return codes


def with_severities(findings: Iterable[Finding], config: Config, rules: Sequence[Rule]) -> list[Finding]:
    """The findings, told as severe as the configuration says; the most exact selector decides."""
    levels: dict[str, Severity] = {}
    source = _source(config, "severity")
    steps = [(*matching(name, rules, source), level) for name, level in config.severities]
    for _, codes, level in sorted(steps, key=lambda step: step[0]):
        levels.update(dict.fromkeys(codes, Severity(level)))
    return [f._replace(severity=levels[f.code]) if f.code in levels else f for f in findings]


def _source(config: Config, key: str) -> str:
    """Where a wrong selector stands."""
    return "".join(f"{layer.source}: " for layer in config.layers if layer.source) + f"`{key}`"
