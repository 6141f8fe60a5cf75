"""`python -m footgun` is the `footgun` command."""

from __future__ import annotations

from footgun.cli import main

if __name__ == "__main__":
    main()
