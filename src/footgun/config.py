"""Settings from `footgun.toml` or `[tool.footgun]` in pyproject.toml, the nearest above each checked file.

What the command line says comes on top; `--isolated` looks at no file. A wrong key or type is an error.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable

from footgun.discover import Exclusion, contents
from footgun.records import NamedTuple
from footgun.selection import Layer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SEVERITIES = ("error", "warning", "info")
LARGEST = 1_000_000  # bytes of a configuration file
LONGEST = 60  # characters of a wrong value that are shown
OUTPUT_FORMATS = ("full", "concise", "json", "github", "gitlab", "junit", "sarif", "html")


class ConfigError(Exception):
    """A configuration file that cannot be used, with the file, the key and the way out."""


class Config(NamedTuple):
    """Settings of one source, None where it says nothing."""

    layers: tuple[Layer, ...] = ()
    input_shape: tuple[int, ...] | None = None
    hints: bool | None = None
    output_format: str | None = None
    exclude: Exclusion | None = None
    file_ignores: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # (folder, pattern, selectors)
    severities: tuple[tuple[str, str], ...] = ()  # (selector, severity)
    baseline: str | None = None  # the file of known findings

    def under(self, top: Config) -> Config:
        """These settings where `top` says nothing."""
        said = {key: value for key, value in top._asdict().items() if value is not None}
        ignores, levels = self.file_ignores + top.file_ignores, self.severities + top.severities
        return self._replace(
            **{**said, "layers": self.layers + top.layers, "file_ignores": ignores, "severities": levels}
        )


class Configs:
    """Finds the settings for a path; each folder is looked at once."""

    def __init__(self, top: Config | None = None, isolated: bool = False, file: str | None = None) -> None:
        self._top = top or Config()
        self._isolated = isolated
        self._fixed = load(file, named=True) if file is not None else None
        self._by_folder: dict[str, Config] = {}

    def for_path(self, path: str) -> Config:
        """The settings for a file or folder."""
        if self._isolated:
            return self._top
        if self._fixed is not None:
            return self._fixed.under(self._top)
        folder = os.path.abspath(path)
        return self._for_folder(folder if os.path.isdir(folder) else os.path.dirname(folder)).under(self._top)

    def _for_folder(self, folder: str) -> Config:
        if folder not in self._by_folder:
            above = os.path.dirname(folder)
            own = load(os.path.join(folder, "footgun.toml")) or load(os.path.join(folder, "pyproject.toml"))
            self._by_folder[folder] = own or (self._for_folder(above) if above != folder else Config())
        return self._by_folder[folder]


def load(path: str, named: bool = False) -> Config | None:
    """The settings in a file, None if there is no such file or it has none; a `named` file must exist."""
    try:
        data = _named(path) if named else contents(path, LARGEST)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        if named or getattr(error, "errno", None) == errno.EFBIG:
            reason = getattr(error, "strerror", None) or str(error)
            raise ConfigError(f"{_shown(path)}: {reason[:1].lower()}{reason[1:]}") from error
        return None
    project = os.path.basename(path) == "pyproject.toml"
    if project and b"tool.footgun" not in data:
        return Config() if named else None
    table = _parse(_shown(path), data)
    if project:
        tools = table.get("tool")
        table = tools.get("footgun") if isinstance(tools, dict) else None
        if table is None:
            return Config() if named else None
    return _read(_shown(path), os.path.dirname(os.path.abspath(path)), table, data)


def _named(path: str) -> bytes:
    """The file that a user names may be a pipe: `--config <(make-settings)`."""
    with open(path, "rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError(errno.EFBIG, f"larger than {LARGEST // 1_000_000} MB", path)
    return data


def _parse(path: str, data: bytes) -> Any:
    import sys

    if sys.version_info >= (3, 11):
        from tomllib import loads
    else:
        from tomli import loads
    try:
        return loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        byte = error.object[error.start]
        words = f"{path}:{line}: not UTF-8: byte 0x{byte:02x} cannot be decoded; save the file as UTF-8"
        raise ConfigError(words) from error
    except RecursionError as error:
        raise ConfigError(f"{path}: not valid TOML: nested too deep") from error
    except ValueError as error:  # TOMLDecodeError is one
        reason, _, place = str(error).partition(" (at ")
        digits = ("".join(filter(str.isdecimal, part)) for part in f"{place},".split(",")[:2])
        line, column = (int(text or 0) for text in digits)
        where = f"{line}:{column}" if line else data.count(b"\n") + 1
        raise ConfigError(f"{path}:{where}: not valid TOML: {reason[:1].lower()}{reason[1:]}") from error


def _read(path: str, folder: str, table: Any, data: bytes) -> Config:
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: `tool.footgun` must be a table")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KEYS:
            raise ConfigError(
                f"{_place(path, data, key)}: unknown key `{key:.{LONGEST}}`{_close(key, _KEYS)}"
            )
        convert, form = _KEYS[key]
        values[key] = convert(value)
        if values[key] is None:
            wrong = f"{value!r:.{LONGEST}}"
            raise ConfigError(f"{_place(path, data, key)}: `{key}` must be {form}, not `{wrong}`")
    layer = Layer(values.get("select"), values.get("ignore", ()), values.get("extend-select", ()), path)
    patterns = values.get("exclude")
    return Config(
        (layer,),
        values.get("input"),
        values.get("hints"),
        values.get("output-format"),
        Exclusion(folder, patterns) if patterns is not None else None,
        tuple((folder, *item) for item in values.get("per-file-ignores", ())),
        values.get("severity", ()),
        os.path.relpath(os.path.join(folder, values["baseline"])) if "baseline" in values else None,
    )


def _place(path: str, data: bytes, key: str) -> str:
    """The file with the line where a key seems to be set."""
    import re

    text = data.decode("utf-8-sig")
    head = text.find("tool.footgun")
    below = re.compile(rf"^[ \t]*\[*[ \t]*(?:tool\.footgun\.)?[\"']?{re.escape(key)}[\"']?[ \t]*[.=\]]", re.M)
    found = below.search(text, max(head, 0))
    return path if found is None else f"{path}:{text.count(chr(10), 0, found.start()) + 1}"


def parse_shape(value: object) -> tuple[int, ...] | None:
    """An input shape from `[3, 64, 64]` or `"3,64,64"`, None if it is no such thing.

    >>> parse_shape("3,64,64")
    (3, 64, 64)
    """
    sizes: object = value
    if isinstance(value, str):
        words = [word.strip() for word in value.split(",")]
        sizes = [int(w) if w.isascii() and w.isdecimal() and len(w) < 10 else None for w in words]
    if not isinstance(sizes, list) or not sizes:
        return None
    return tuple(sizes) if all(type(size) is int and 0 < size < 10**9 for size in sizes) else None


def _strings(value: object) -> tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _format(value: object) -> str | None:
    return value if isinstance(value, str) and value in OUTPUT_FORMATS else None


def _file_ignores(value: object) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if not isinstance(value, dict):
        return None
    items = [(pattern, _strings(selectors)) for pattern, selectors in value.items()]
    return tuple((p, s) for p, s in items if s is not None) if all(s is not None for _, s in items) else None


def _severities(value: object) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(value, dict) or not all(level in SEVERITIES for level in value.values()):
        return None
    return tuple(value.items())


def _inside(value: object) -> str | None:
    """A path that stays in the folder: what a project says of itself must not reach out of it."""
    if not isinstance(value, str) or not value or "\0" in value:
        return None
    name = os.path.normpath(value)
    away = os.path.isabs(name) or os.path.splitdrive(name)[0] or name.split(os.sep)[0] == os.pardir
    return None if away else value


_KEYS: dict[str, tuple[Callable[[object], Any], str]] = {
    "select": (_strings, "a list of strings"),
    "ignore": (_strings, "a list of strings"),
    "extend-select": (_strings, "a list of strings"),
    "input": (parse_shape, "a list of positive whole numbers such as [3, 64, 64]"),
    "hints": (_flag, "true or false"),
    "exclude": (_strings, "a list of strings"),
    "per-file-ignores": (_file_ignores, 'a table such as {"tests/*" = ["ACT001"]}'),
    "severity": (_severities, 'a table of rules and "error", "warning" or "info"'),
    "baseline": (_inside, "the name of a file in the same folder or below"),
    "output-format": (_format, "one of " + ", ".join(OUTPUT_FORMATS)),
}


def _close(key: str, known: dict[str, Any]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(key.replace("_", "-"), sorted(known), n=3)
    return f"; close to it: {', '.join(close)}" if close else f"; known keys: {', '.join(sorted(known))}"


def _shown(path: str) -> str:
    """The path relative to the current folder where it lies below it."""
    here = os.path.join(os.getcwd(), "")
    return path[len(here) :] if path.startswith(here) else path
