"""Names of imported files: a module of the project, its names, and names whose file is not read yet.

The checked file's own names are a plain dict; `Globals` are always another file's, so a frame tells by them
whose code it runs.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.script import Script


class Module:
    """A file or folder of the project, as `import` gives it: `names` is None until a name is asked for."""

    __slots__ = ("file", "folder", "name", "names")

    def __init__(self, name: str, file: str | None, folder: str | None) -> None:
        self.name = name  # dotted, from the folder that Python would search
        self.file = file  # the real path of what runs; None for a folder without `__init__.py`
        self.folder = folder  # of a package, where its submodules are
        self.names: dict[str, Any] | None = None

    def __repr__(self) -> str:
        return f"Module({self.name})"


class Globals(dict):  # type: ignore[type-arg]
    """The global names of an imported file, defined when somebody asks for them."""

    __slots__ = ("absent", "asked", "done", "module", "registered", "running", "script", "settled", "shown")

    def __init__(self, module: Module, script: Script, shown: str) -> None:
        super().__init__()
        self.module = module
        self.script = script
        self.shown = shown  # the path as the reader knows it
        self.done: set[int] = set()  # the statements that ran
        self.running: list[int] = []  # those that run now
        self.settled: set[str] = set()  # names that no statement left to run defines
        self.registered = False  # whether the calls ran that change what another file holds
        self.asked: set[str] = set()  # names that are being looked for through `import *`
        self.absent: set[str] = set()  # names of Python's own that it does not change

    def __hash__(self) -> int:  # type: ignore[override]  # identity: a key of the journal
        return id(self)


class Pending:
    """`name` of a module of the project, imported and not used so far."""

    __slots__ = ("busy", "module", "name")

    def __init__(self, module: Module, name: str) -> None:
        self.module = module
        self.name = name
        self.busy = False  # looked up now: who asks again goes in a circle


def foreign(frame: Frame) -> bool:
    """Whether a frame runs code of another file than the checked one."""
    return type(frame.globals) is Globals
