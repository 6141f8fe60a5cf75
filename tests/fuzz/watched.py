"""Cases under watch, in a process of their own: what each takes, and that none runs, reads or writes what it must not.

The parent starts `python -m tests.fuzz.watched MODULE FUNCTION START END` in an empty folder; the last line that comes
back is JSON. The peak of memory is that of the process with all that it has loaded, Hypothesis too: an upper bound.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import traceback
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from time import process_time

from hypothesis import HealthCheck, Phase, given, seed, settings

import footgun
from footgun.cutoff import SECONDS, TookTooLong, at_most
from footgun.dev.measure import MEGABYTES, peak_megabytes

SEED = int(os.environ.get("FOOTGUN_SEED", 0))
STUCK = 120  # seconds after which a case that takes no CPU time hangs
PACKAGE = str(Path(footgun.__file__).parents[1])
ROOT = str(Path(__file__).parents[2])
# What may be read besides the folder of the cases: Python, the package, the tests.
LIBRARIES = (sys.prefix, sys.base_prefix, PACKAGE, ROOT, "/usr/lib", "/usr/share", "/etc", "/proc/self")
SETTINGS = ("footgun.toml", "pyproject.toml")  # searched for in the folders above
WRITES = {"os.rename": 2, "os.link": 2, "os.symlink": 2, "os.remove": 1, "os.mkdir": 1, "os.rmdir": 1, "os.chmod": 1,
          "os.truncate": 1, "os.chown": 1, "shutil.rmtree": 1}  # with how many paths  # fmt: skip
RUNS = ("os.system", "os.exec", "os.fork", "os.posix_spawn", "subprocess.Popen", "socket.connect", "ctypes.dlopen",
        "pickle.find_class")  # fmt: skip


class Watch:
    """Counts cases; fails one that takes too long or too much, or touches what is not its own."""

    def __init__(self) -> None:
        self.folder = os.path.realpath(os.getcwd())
        self.seconds = SECONDS
        self.cases, self.slowest, self.where, self.megabytes = 0, 0.0, "", 0
        self.failures: list[str] = []
        self.deeds: list[str] = []
        self.on = False
        sys.addaudithook(self._note)

    @contextmanager
    def case(self, name):
        """One case; `name` tells it when it is the slowest."""
        self.cases += 1
        self.deeds.clear()
        reset_peak()
        faulthandler.dump_traceback_later(STUCK, exit=True)
        start, self.on, late = process_time(), True, False
        try:
            with at_most(self.seconds):
                yield
        except TookTooLong:
            late = True
        finally:
            self.on = False
            faulthandler.cancel_dump_traceback_later()
        took, peak = process_time() - start, peak_of_case()
        self.megabytes = max(self.megabytes, peak)
        if took > self.slowest:
            self.slowest, self.where = took, str(name)[:200]
        assert not late, f"cut off after {self.seconds} s"
        assert took <= self.seconds, f"{took:.1f} s"
        assert peak <= MEGABYTES, f"{peak} MB"
        assert not self.deeds, self.deeds

    def attempt(self, name, check):
        """A case whose failure is noted and stops no other."""
        try:
            with self.case(name):
                check()
        except Exception:
            self.failures.append(f"{name}: {traceback.format_exc(limit=-6)}")

    def _note(self, event, arguments):
        if not self.on:
            return
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            path, mode, flags = arguments
            changes = (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or set(mode or "") & set("wax+")
            if not self._own(path) and (changes or not _readable(os.fsdecode(path))):
                self.deeds.append(f"{'write' if changes else 'read'} {path!r}")
        elif event in WRITES:
            away = [path for path in arguments[: WRITES[event]] if not self._own(path)]
            self.deeds += [f"{event} {path!r}" for path in away]
        elif event in RUNS or (event == "exec" and _is_foreign(arguments[0])):
            self.deeds.append(f"{event} {arguments!r:.100}")

    def _own(self, path):
        if not isinstance(path, (str, bytes)):
            return True  # a file that is open
        real = os.path.realpath(os.fsdecode(path))
        return real == self.folder or real.startswith(self.folder + os.sep) or path == os.devnull


def _readable(path):
    return os.path.realpath(path).startswith(LIBRARIES) or os.path.basename(path) in SETTINGS


def _is_foreign(code):
    """Whether code that is about to run is of no library, or footgun itself had it made."""
    caller = sys._getframe(2).f_code.co_filename
    if caller.startswith(os.path.join(PACKAGE, "footgun", "")):
        return True
    return not code.co_filename.startswith(("<", *LIBRARIES))


def reset_peak():
    """Let the peak of memory begin anew; where the system cannot, it is that of the process so far."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass


def peak_of_case():
    """In MB, since the last reset. A new process inherits the figure of `getrusage` from its parent, not this one."""
    try:
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) >> 10 for line in file if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return peak_megabytes()


def explore(watch, strategy, check, start, end):
    """Try what Hypothesis draws, the same cases on every run; what fails is made small before it is told."""

    @seed(SEED * 10**9 + start)
    @settings(
        max_examples=end - start, derandomize=True, database=None, deadline=None, print_blob=False,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    @given(strategy)
    def run(case):
        with watch.case(f"{case!r:.150}"):
            check(case)

    run()


def main(module, function, start, end):
    watch = Watch()
    try:
        getattr(import_module(module), function)(watch, int(start), int(end))
    except BaseException:
        watch.failures.append(traceback.format_exc(limit=-8))
    figures = watch.cases, watch.slowest, watch.where, watch.megabytes, watch.failures
    print(f"\n{json.dumps(figures)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
