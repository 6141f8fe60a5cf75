"""Nothing in the repository knows the machine it was written on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = "|".join(["work", "root", "farm", "home/[a-z]", "Users/[A-Za-z]", "private/tmp"])
MACHINE_PATH = re.compile(rf"(?<![\w.~*)\]}}>-])/(?:{FOLDERS})[\w.-]*/[\w.]")


def tracked():
    """The files of the repository; without git, those of an unpacked source distribution."""
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return [ROOT / name for name in done.stdout.splitlines()]
    return [path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.*")]


def test_the_pattern_knows_a_machine_path():
    assert MACHINE_PATH.search("see /" + "home/me/net.py")
    assert not MACHINE_PATH.search("https://example.org/" + "work/me")


def test_no_machine_paths():
    files = tracked()
    assert len(files) > 50
    found = []
    for path in files:
        if path.suffix in {".png", ".svg", ".gz"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in MACHINE_PATH.finditer(text)]
    assert found == []
