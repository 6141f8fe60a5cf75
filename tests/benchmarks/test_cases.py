"""A program counts as found when a finding of now names its label; of corrected ones, errors nobody has confirmed count."""

from __future__ import annotations

import pytest
from benchmarks.cases import __main__ as cases
from click.testing import CliRunner

FAULTY = """
import keras
model = keras.Sequential([keras.Input((9,)), keras.layers.Dense(1, activation="softmax")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
"""
SOUND = FAULTY.replace("softmax", "sigmoid")
VERDICTS = "id\tlabel\tcodes\treason\nq-1\tone unit\tOUT005 OUT013\t\nq-2\tthe data\t\tno data here\n"


@pytest.fixture
def lines(tmp_path, monkeypatch):
    """What is printed for two faulty programs and a corrected one."""

    def lines(first, second, corrected, verdicts=VERDICTS):
        table = tmp_path / "verdicts.tsv"
        table.write_text(verdicts)
        monkeypatch.setattr(cases.verdicts, "__defaults__", (table,))
        (tmp_path / "cases.tsv").write_text(
            "id\tbuggy_or_fixed\nq-1\tbuggy\nq-2\tbuggy\nq-3\tfixed\nother-1\tbuggy\n"
        )
        for name, text in (("q-1", first), ("q-2", second), ("q-3", corrected), ("other-1", FAULTY)):
            (tmp_path / f"{name}.py").write_text(text)
        done = CliRunner().invoke(cases.main, [str(tmp_path), str(tmp_path / "cases.tsv")])
        return done.stdout.splitlines() or [repr(done.exception)]

    return lines


def test_found_follows_the_findings_and_not_the_table(lines):
    assert lines(FAULTY, SOUND, SOUND)[0] == "q-1\tone unit\tfound\tOUT005(E)"
    assert lines(SOUND, SOUND, SOUND)[0].startswith("q-1\tone unit\tmissed")


def test_what_the_text_cannot_show_has_its_reason_and_counts_as_not_found(lines):
    said = lines(FAULTY, FAULTY, SOUND)
    assert said[1].split("\t")[2] == "not in the text: no data here"
    assert said[-5] == "q: 1 of 2 found"
    assert said[-4:-2] == [
        "1 of 2 faulty programs found for their label (50.0%)",
        "1 of the others have no fault that their text could show",
    ]


def test_errors_of_corrected_programs_count_until_they_are_confirmed(lines):
    said = lines(FAULTY, SOUND, FAULTY)
    assert "q-3\tcorrected\tOUT005\tno warning" in said
    assert said[-2].startswith("1 of 1 corrected programs with an error")
    confirmed = VERDICTS + "q-3\tcorrected\tOUT005\tit stands\n"
    assert lines(FAULTY, SOUND, FAULTY, confirmed)[-2].startswith("0 of 1 corrected")


def test_a_notebook_in_text_form_is_read(lines, tmp_path):
    lines(FAULTY, SOUND, SOUND)
    (tmp_path / "q-1.py").rename(tmp_path / "q-1.txt")
    done = CliRunner().invoke(cases.main, [str(tmp_path), str(tmp_path / "cases.tsv")])
    assert done.stdout.startswith("q-1\tone unit\tfound")


def test_a_verdict_without_code_and_reason_is_refused(lines):
    assert "no label, no code" in lines(FAULTY, SOUND, SOUND, "id\tlabel\tcodes\treason\nq-1\tx\t\t\n")[0]


def test_the_committed_table_is_whole():
    assert len(cases.verdicts(cases.TABLE)) >= 90
