"""Pages that the site makes from the package itself: one a rule, a table of all, the list of decisions."""

from __future__ import annotations

import os
import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from footgun.rules.base import TOPICS, Rule
from footgun.rules.registry import all_rules

# What a page's blocks are for its tests, and for a reader
LANGUAGES = {"keras": "python", "py": "python"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is generated."""
    rules = all_rules()
    files.append(File.generated(config, "rules/index.md", content=_table(rules)))
    for rule in rules:
        files.append(File.generated(config, f"rules/{rule.code}.md", content=_page(rule)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """What lies in the repository and not on the site is named, not linked."""
    return re.sub(r"\[([^\]]+)\]\((?:\.\./)+((?:benchmarks|examples|src|tests)/[^)]*)\)", _named, markdown)


def _named(link: re.Match[str]) -> str:
    text, path = link.groups()
    return f"{text} (`{path}`)" if "`" not in text else text


def _page(rule: Rule) -> str:
    """The rule's own page, with its codes linked to their pages."""
    text = re.sub(r"^```(\w+)(.*)$", _fence, rule.page(), flags=re.M)
    codes = {os.path.basename(other.page_path): f"{other.code}.md" for other in all_rules()}
    text = re.sub(r"\]\((?:[\w/.]*/)?(\w+\.md)\)", lambda m: f"]({codes.get(m[1], m[1])})", text)
    facts = f"*{rule.severity.value}* · {rule.topic} · `{rule.code}`\n"
    head, _, rest = text.partition("\n")
    return f"---\nsearch:\n  boost: 2\n---\n{head}\n\n{facts}\n{rest.lstrip()}"


def _fence(found: re.Match[str]) -> str:
    return f"```{LANGUAGES.get(found[1], found[1])}"


def _table(rules: tuple[Rule, ...]) -> str:
    rows = [
        "# Rules\n",
        f"{len(rules)} rules. Each page is the text of `footgun explain CODE`, and its test.\n",
    ]
    for prefix, topic in TOPICS.items():
        own = [rule for rule in rules if rule.code.startswith(prefix)]
        rows += [
            f"\n## {topic.capitalize()}\n",
            "| code | rule | severity | finds |",
            "| --- | --- | --- | --- |",
        ]
        rows += [f"| [{r.code}]({r.code}.md) | {r.slug} | {r.severity.value} | {r.summary} |" for r in own]
    return "\n".join(rows) + "\n"
