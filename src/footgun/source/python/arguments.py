"""argparse, and objects that only hold names: the numbers that a command line has unless it says otherwise.

A number that nobody gives on the command line is its default, so shapes follow it. A flag, a path or the name
of a model is what the user chooses: it stays unknown, and both ways of a question about it are looked at. The
name of a loss is the default all the same where `compile` gets it.
"""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.given import Option
from footgun.source.values import Dict, Library, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

PARSER = "argparse.ArgumentParser"
SEVERAL = frozenset("0123456789,. ")
CHOSEN = ("store_true", "store_false", "store_const", "append", "append_const", "count", "help", "version")


@bind("types.SimpleNamespace", "argparse.Namespace")
def namespace(at: At, /, *mappings: Any, **kwargs: Any) -> Any:
    made = Thing("namespace", at.name, at.span)
    for mapping in mappings:
        made.attributes.update(mapping if isinstance(mapping, Dict) else {})
    made.attributes.update(kwargs)
    return made


@bind(PARSER)
def parser(at: At, *args: Any, **kwargs: Any) -> Any:
    return Thing(PARSER, PARSER, at.span)


@bind(f"{PARSER}.add_argument_group", f"{PARSER}.add_mutually_exclusive_group")
def group(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return self


@bind(f"{PARSER}.add_argument")
def add_argument(at: At, self: Any, *names: Any, **options: Any) -> Any:
    name = options.get("dest", destination(names))
    if isinstance(self, Thing) and isinstance(name, str):
        chosen = options.get("action") in CHOSEN or at.open_arguments
        value = options.get("default") if not chosen else None
        at.m.journal.write(self.attributes, name, usual(name, value, options.get("type")))


@bind(f"{PARSER}.set_defaults")
def set_defaults(at: At, self: Any, **values: Any) -> None:
    for name, value in values.items():
        if isinstance(self, Thing):
            at.m.journal.write(self.attributes, name, usual(name, value, None))


def destination(names: tuple[Any, ...]) -> str | None:
    """The attribute of an option: its first long name."""
    if not names or not all(isinstance(name, str) for name in names):
        return None
    first = next((name for name in names if name.startswith("--")), names[0])
    return str(first).lstrip("-").replace("-", "_")


def usual(name: str, default: Any, kind: Any) -> Any:
    """The value of an option that is not given: a number, or several."""
    if isinstance(default, str) and kind == Library("builtins.int") and default.isdecimal():
        return int(default)
    if isinstance(default, str) and any(map(str.isdecimal, default)) and not set(default) - SEVERAL:
        return default  # "64,32,1"
    several = isinstance(default, (List, tuple)) and not getattr(default, "open", False)
    numbers = list(default) if several else [default]
    if numbers and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in numbers):
        return List(numbers) if isinstance(default, List) else default
    return Option(name, default) if isinstance(default, str) else Unknown(f"`{name}` of the command line")


@bind(f"{PARSER}.parse_args", f"{PARSER}.parse_intermixed_args")
def parse_args(at: At, self: Any, args: Any = None, namespace: Any = None) -> Any:
    made = Thing("namespace", "argparse.Namespace", at.span)
    if isinstance(self, Thing):
        made.attributes.update(self.attributes)
    return made


@bind(f"{PARSER}.parse_known_args")
def parse_known_args(at: At, self: Any, args: Any = None, namespace: Any = None) -> Any:
    return (parse_args(at, self), Unknown("further arguments of the command line"))
