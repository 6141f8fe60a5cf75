"""`python -m footgun` is the `footgun` command."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    # `-m` looks for modules in the current folder first, which is the checked project: nothing of it may run.
    if sys.path and os.path.abspath(sys.path[0]) == os.getcwd():
        del sys.path[0]
    from footgun.cli import main

    main()
