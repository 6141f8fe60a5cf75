"""Which rules run: codes, code prefixes, slugs and ALL, in layers that later ones refine.

As in ruff, a longer selector beats a shorter one: `--select SHP --ignore SHP003` and `--ignore SHP
--select SHP003` both do what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from footgun.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.rules.base import Rule


LONGEST = 60  # characters of a wrong selector that are shown


class Layer(NamedTuple):
    """The selectors of the command line or of the file `source`. `select` None: keep what is selected."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    source: str = ""


class UnknownSelectorError(Exception):
    """A selector that names no rule."""

    @classmethod
    def of(cls, selector: str, rules: Iterable[Rule], source: str = "") -> UnknownSelectorError:
        """What to say of it; an exception that travels between processes is made from its message alone."""
        close = close_matches(selector, rules)
        way_out = f"close to it: {', '.join(close)}" if close else "`footgun rules` lists all rules"
        return cls(f"{source and source + ': '}unknown rule `{selector:.{LONGEST}}`; {way_out}")


def resolve(layers: Sequence[Layer], rules: Sequence[Rule]) -> frozenset[str]:
    """The codes that run. Without any layer, all."""
    chosen = {rule.code for rule in rules}
    for layer in layers:
        if layer.select is not None:
            chosen = set()
        wanted = [(s, True) for s in (*(layer.select or ()), *layer.extend)]
        steps = [
            (*matching(selector, rules, layer.source), on)
            for selector, on in wanted + [(s, False) for s in layer.ignore]
        ]
        for _, codes, on in sorted(steps, key=lambda step: step[0]):  # at equal length `ignore` comes last
            chosen = chosen | codes if on else chosen - codes
    return frozenset(chosen)


def find(name: str, rules: Sequence[Rule]) -> str | None:
    """The code of the rule with this code or slug."""
    return next((rule.code for rule in rules if name.upper() == rule.code or name.lower() == rule.slug), None)


def matching(selector: str, rules: Sequence[Rule], source: str) -> tuple[int, frozenset[str]]:
    """How exact a selector is, and the codes it names."""
    if selector.upper() == "ALL":
        return 0, frozenset(rule.code for rule in rules)
    exact = find(selector, rules)
    if exact is not None:
        return 1_000, frozenset({exact})
    codes = frozenset(rule.code for rule in rules if rule.code.startswith(selector.upper()))
    if not codes or not selector:
        raise UnknownSelectorError.of(selector, rules, source)
    return len(selector), codes


def close_matches(name: str, rules: Iterable[Rule]) -> list[str]:
    """Codes and slugs spelled like `name`."""
    from difflib import get_close_matches

    known = {spelled.lower(): spelled for rule in rules for spelled in (rule.code, rule.slug, rule.code[:3])}
    return [known[match] for match in get_close_matches(name.lower(), sorted(known), n=3, cutoff=0.6)]
