from __future__ import annotations

from tests.cli.conftest import CLEAN, FLAWED

import footgun


def test_check_source():
    report = footgun.check_source(FLAWED, "net.py")
    assert isinstance(report, footgun.Report)
    (error,) = [finding for finding in report if finding.severity == "error"]
    assert isinstance(error, footgun.Finding)
    assert (error.code, error.span.line) == ("SHP001", 7)
    assert report.exit_code == 1
    assert footgun.check_source(CLEAN, ignore=["ACT"]).exit_code == 0


def test_check_takes_paths(flawed, folder):
    assert footgun.check(folder).exit_code == 1
    assert footgun.check("flawed.py", select=["ACT"]).exit_code == 0


def test_input_is_the_shape_of_one_image():
    text = "from torch import nn\nnet = nn.Sequential(nn.Flatten(), nn.Linear(12, 2))\n"
    assert footgun.check_source(text, input=(3, 2, 2)).exit_code == 0
    assert footgun.check_source(text, input=(3, 4, 4)).exit_code == 1
