"""The baseline on the command line: hide what is known, write it down, take out what is gone."""

from __future__ import annotations

from footgun.baseline import Baseline, BaselineError
from footgun.cli.checking import Known
from footgun.cli.terminal import Refused, complain, say
from footgun.results import Report, counted

USUAL = "footgun-baseline.json"


def hide_known(report: Report, path: str | None, how: Known) -> bool:
    """Take what is known out of the report; True where the baseline was written and nothing is to be told.

    Raises:
        Refused: if the baseline cannot be read or written.
    """
    path = path or USUAL
    try:
        known = Baseline(path) if how.write else Baseline.load(path)
        if how.write or how.prune:
            before = known.size
            known = known.renewed(report, prune=not how.write)
            known.write()
            if how.write:
                say([f"Wrote {counted(known.size, 'finding')} to {path}"])
                return True
            say([f"Took {counted(before - known.size, 'entry', 'entries')} out of {path}"])
        for line in known.apply(report).told():
            complain(line)
    except BaselineError as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"{path}: {(error.strerror or str(error)).lower()}") from error
    return False
