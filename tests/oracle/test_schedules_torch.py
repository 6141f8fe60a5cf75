"""The share of the first rate that a schedule leaves, as torch and Keras compute it."""

from __future__ import annotations

import warnings

import pytest
from tests.rules.build import at

from footgun.network import ScheduleUse
from footgun.rules.facts.schedules import left

SCHEDULES = [
    ("StepLR", {"step_size": 3, "gamma": 0.5}),
    ("StepLR", {"step_size": 4}),
    ("MultiStepLR", {"milestones": [2, 5], "gamma": 0.3}),
    ("ExponentialLR", {"gamma": 0.9}),
    ("PolynomialLR", {"total_iters": 6, "power": 2.0}),
    ("PolynomialLR", {}),
    ("CosineAnnealingLR", {"T_max": 5}),
]
KERAS = [
    ("CosineDecay", {"decay_steps": 6}),
    ("ExponentialDecay", {"decay_steps": 4, "decay_rate": 0.5}),
]


def share(label: str, settings: dict[str, object], count: int) -> float | None:
    return left(ScheduleUse(label, at(1), settings, None), count)


@pytest.mark.parametrize(("label", "settings"), SCHEDULES)
def test_torch(label, settings):
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=2.0)
    schedule = getattr(torch.optim.lr_scheduler, label)(optimizer, **settings)
    for count in range(1, 13):
        optimizer.step()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            schedule.step()
        rate = optimizer.param_groups[0]["lr"] / 2.0
        assert share(label, settings, count) == pytest.approx(rate, abs=1e-9)


@pytest.mark.parametrize(("label", "settings"), KERAS)
def test_keras(label, settings):
    keras = pytest.importorskip("keras")
    schedule = getattr(keras.optimizers.schedules, label)(2.0, **settings)
    for count in range(1, 13):
        rate = float(keras.ops.convert_to_numpy(schedule(count))) / 2.0
        assert share(label, settings, count) == pytest.approx(rate, abs=1e-6)


@pytest.mark.parametrize(
    ("label", "settings"),
    [("CosineAnnealingLR", {"T_max": 5, "eta_min": 0.1}), ("StepLR", {"step_size": None}), ("LambdaLR", {})],
)
def test_what_is_not_known_has_no_share(label, settings):
    assert share(label, settings, 3) is None


def test_a_cycle_raises_after_its_last_step():
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=2.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1.0, total_steps=4)
    for _ in range(4):
        optimizer.step()
        schedule.step()
    with pytest.raises(ValueError, match="total steps"):
        schedule.step()
