"""Each fault whose price is measured is in its program and seen there; the programs without it are sound."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from benchmarks.price.__main__ import main
from benchmarks.price.faults import ALL
from benchmarks.price.measure import measure
from benchmarks.price.page import Pair
from benchmarks.price.programs import RECIPES, Fault, changed, recipe, seeded
from click.testing import CliRunner

from footgun.engine import check_source
from footgun.findings import Severity


@cache
def findings(text):
    return check_source(text, "program.py").findings


def counted(text):
    return Counter(f.code for f in findings(text))


@pytest.mark.parametrize("name", sorted(path.stem for path in RECIPES.glob("*.py")))
def test_recipes_are_sound(name):
    assert [f.message for f in findings(recipe(name)) if f.severity != Severity.INFO] == []


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: "-".join(fault.key))
def test_exactly_the_fault_is_found(fault):
    loud = [f for f in findings(fault.sound) if f.severity != Severity.INFO]
    assert [f.message for f in loud] == []
    new = counted(fault.faulty) - counted(fault.sound)
    assert (fault.code in new) is fault.seen
    warned = {f.code for f in findings(fault.faulty) if f.severity != Severity.INFO}
    assert warned <= {fault.code, *fault.beside}
    assert warned or set(new) <= {fault.code, *fault.beside}


def test_an_edit_that_finds_nothing_is_refused():
    with pytest.raises(ValueError, match=r"no 'nn\.Relu"):
        changed("nn.ReLU()", (("nn.Relu()", ""),))


def test_a_program_takes_another_seed_and_length():
    text = seeded(recipe("digits_mlp"), 2, 1)
    assert "SEED = 2\nEPOCHS = 1\n" in text
    assert "SEED = 0" not in text


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setattr("benchmarks.price.measure.find_spec", lambda name: None)
    done = CliRunner().invoke(main, ["--only", "OUT001"])
    assert done.exit_code == 1
    assert "sklearn and torch not installed: `pip install -e '.[price]'`" in done.output


def test_a_difference_matters_only_beyond_the_noise():
    assert Pair("accuracy", [0.97, 0.98, 0.96], [0.97, 0.975, 0.96]).verdict == "no loss"
    assert Pair("accuracy", [0.97, 0.98, 0.96], [0.87, 0.88, 0.86]).verdict == "10.0 points lost"
    assert Pair("accuracy", [0.97, 0.98, 0.96], [0.2, 0.95, 0.96]).verdict == "26.7 points lost"
    assert Pair("seconds", [1.0, 1.0, 4.0], [2.0, 2.0, 4.0]).verdict == "2.0 times as long"
    assert Pair("seconds", [1.0, 1.0, 1.0], [1.1, 1.0, 1.1]).verdict == "no difference"
    assert Pair("r2", [0.4, 0.4], [float("nan"), 0.4]).verdict == "nothing is learned"


def test_a_short_run_gives_the_figures_of_both_programs():
    pytest.importorskip("torch")
    pytest.importorskip("sklearn")
    cheap = [f for f in ALL if f.key == ("OUT009", "diabetes_mlp", "")]
    cheap.append(Fault("SHP002", "diabetes_mlp", (("nn.Linear(32, 1)", "nn.Linear(31, 1)"),), stops=True))
    cheap.append(cheap[1]._replace(put_in=()))
    entry, stopped, sound = measure(cheap, seeds=(0, 1), epochs=2, processes=1)
    assert (entry["code"], entry["recipe"], entry["label"]) == ("OUT009", "diabetes_mlp", "")
    assert [len(entry["r2"][side]) for side in ("without", "with")] == [2, 2]
    assert entry["r2"]["without"] != entry["r2"]["with"]
    assert stopped["stops"] == "RuntimeError"
    assert sound == "SHP002 diabetes_mlp  was to stop, and did not"
