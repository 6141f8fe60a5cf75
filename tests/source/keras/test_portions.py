"""Two parts of one folder: which files they share."""

from __future__ import annotations

import pytest
from tests.source.keras.reading import program

MADE = """
def part(subset, share=0.2, folder="images", **more):
    return keras.utils.image_dataset_from_directory(folder, validation_split=share, subset=subset, **more)

model = keras.Sequential([layers.Flatten(), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
"""


def why(train: str, held: str, after: str = "") -> str | None:
    text = f"{MADE}train = part('training', {train})\nheld = part('validation', {held})\n{after}\n"
    (use,) = program(f"{text}model.fit(train, validation_data=held)\n").fits
    return use.mixed[0] if use.mixed is not None else None


@pytest.mark.parametrize(
    ("train", "held", "said"),
    [
        ("seed=1", "seed=2", "shuffled with seed 1, the other shuffled with seed 2"),
        ("seed=1", "shuffle=False", "the other not shuffled"),
        ("shuffle=False", "seed=1", "one is not shuffled"),
        ("seed=1", "seed=1, share=0.4", "leaves out 0.2 of it, validation takes 0.4"),
    ],
)
def test_parts_of_different_orders_share_files(train: str, held: str, said: str) -> None:
    assert said in (why(train, held) or "")


@pytest.mark.parametrize(
    ("train", "held"),
    [
        ("seed=1", "seed=1"),
        ("seed=1, share=0.4", "seed=1"),
        ("seed=1, shuffle=False", "seed=2, shuffle=False"),
        ("seed=1", "seed=2, folder='others'"),
        ("seed=1", "seed=unknown()"),
        ("seed=1", "seed=2, shuffle=unknown()"),
        ("seed=1", "seed=2, folder=unknown()"),
    ],
)
def test_parts_that_fit_or_are_not_known(train: str, held: str) -> None:
    assert why(train, held) is None


def test_a_map_and_a_batch_keep_the_files() -> None:
    after = "train = train.map(lambda x, y: (x / 255, y)).cache()\nheld = held.batch(8).prefetch(1)"
    assert why("seed=1", "seed=2", after)
