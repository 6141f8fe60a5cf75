"""compile, fit and what they are given; losses in a loop of one's own."""

from __future__ import annotations

import pytest
from tests.source.keras.reading import messages, program, shown

MODEL = "model = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation='softmax')])\n"
X, Y = "np.zeros((20, 4))", "np.zeros((20, 3))"


@pytest.mark.parametrize(
    ("loss", "label", "op"),
    [
        ("'mse'", "mse", "Regression"),
        ("keras.losses.mean_absolute_error", "mean_absolute_error", "Regression"),
        ("keras.losses.BinaryCrossentropy(from_logits=True)", "BinaryCrossentropy", "BinaryCrossEntropy"),
        ("['categorical_crossentropy']", "categorical_crossentropy", "CrossEntropy"),
        ("{'dense': 'hinge'}", "hinge", "OtherLoss"),
    ],
)
def test_losses(loss: str, label: str, op: str) -> None:
    found = program(f"{MODEL}model.compile('adam', {loss})\n")
    (use,) = found.losses
    assert (use.label, type(use.op).__name__) == (label, op)
    assert use.prediction is found.networks[0].output
    assert found.compiles[0].loss is use


def test_logits_are_told_from_probabilities() -> None:
    text = "model.compile('adam', keras.losses.SparseCategoricalCrossentropy(from_logits={}))\n"
    assert program(MODEL + text.format("True")).losses[0].op.settings()["expects"] == "logits"
    assert program(MODEL + text.format("False")).losses[0].op.settings()["expects"] == "probabilities"
    assert program(MODEL + text.format("flag()")).losses == []


def test_a_loss_of_ones_own_is_unknown() -> None:
    found = program(f"def mine(y, p):\n    return p\n{MODEL}model.compile('adam', mine)\n")
    assert found.losses == []
    assert found.unknown_strings == []


def test_losses_by_the_names_of_the_outputs() -> None:
    found = program(
        """
        x = keras.Input((4,))
        a, b = layers.Dense(1, name="price")(x), layers.Dense(3, name="kind")(x)
        model = keras.Model(x, [a, b])
        model.compile("adam", {"kind": "categorical_crossentropy", "price": "mse"})
        """
    )
    assert [(use.label, shown(use.prediction)) for use in found.losses] == [
        ("categorical_crossentropy", (None, 3)),
        ("mse", (None, 1)),
    ]


@pytest.mark.parametrize(
    ("compiled", "role", "kind"),
    [
        ("model.compile('adam', 'accuracy')", "loss", "metric"),
        ("model.compile('adm', 'mse')", "optimizer", None),
        ("model.compile('adam', 'mse', metrics=['acuracy'])", "metric", None),
    ],
)
def test_strings_that_compile_does_not_know(compiled: str, role: str, kind: str | None) -> None:
    (found,) = program(f"{MODEL}{compiled}\n").unknown_strings
    assert (found.role, found.is_kind) == (role, kind)


def test_optimisers() -> None:
    found = program(
        f"{MODEL}model.compile(keras.optimizers.SGD(lr=0.1, momentum=0.9, nesterov=True), 'mse')\n"
    )
    (use,) = found.optimizers
    assert (use.kind, use.label, use.network) == ("sgd", "SGD", found.networks[0])
    assert {k: v for k, v in use.settings.items() if "@" not in k} == {
        "lr": 0.1,
        "momentum": 0.9,
        "nesterov": True,
        "decoupled_weight_decay": True,
    }


def test_a_schedule_is_no_rate() -> None:
    rate = "keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)"
    (use,) = program(f"{MODEL}model.compile(keras.optimizers.Adam({rate}), 'mse')\n").optimizers
    assert "lr" not in use.settings
    assert use.settings["scheduled"] is True


def test_metrics_third_as_before_keras_3() -> None:
    (use,) = program(f"{MODEL}model.compile('adam', 'mse', ['mae'])\n").compiles
    assert use.metrics == ["mae"]


@pytest.mark.parametrize(
    ("before", "compiled"),
    [
        (MODEL, False),
        (f"{MODEL}model.compile('adam', 'mse')\n", True),
        ("model = keras.models.load_model('a.keras')\n", None),
        (f"from helpers import ready\n{MODEL}ready(model)\n", None),
    ],
)
def test_whether_a_model_was_compiled(before: str, compiled: bool | None) -> None:
    (use,) = program(f"{before}model.fit({X}, {Y}, 32, epochs=3)\n").fits
    assert use.compiled is compiled
    assert (use.method, use.arguments["batch_size"], use.arguments["epochs"]) == ("fit", 32, 3)


def test_what_a_model_is_fitted_on_is_its_input() -> None:
    found = program(
        """
        model = keras.Sequential([layers.Flatten(), layers.Dense(2)])
        model.compile("adam", "mse")
        model.fit(np.zeros((50, 6, 7)), np.zeros((50, 2)))
        """
    )
    (network,) = found.networks
    assert shown(network.inputs[0]) == (None, 6, 7)
    assert network.inputs[0].origin == "dataset"


@pytest.mark.parametrize(
    ("x", "kinds"),
    [
        ("np.zeros((20, 5))", ["features"]),
        ("np.zeros((20, 4, 2))", ["rank"]),
        ("np.zeros((20, 4, 1))", []),
        ("np.zeros((20, 4))", []),
        ("[1, 2]", []),
    ],
)
def test_data_is_held_against_the_stated_input(x: str, kinds: list[str]) -> None:
    found = program(f"{MODEL}model.compile('adam', 'mse')\nmodel.predict({x})\n")
    assert [f.kind for node in found.nodes if node.label == "predict" for f in node.faults] == kinds


@pytest.mark.parametrize(
    ("y", "loss", "kinds"),
    [
        ("np.zeros((20, 5))", "categorical_crossentropy", ["loss"]),
        ("np.zeros((20, 3))", "categorical_crossentropy", []),
        ("np.zeros((20,))", "categorical_crossentropy", []),  # another form of labels: for a rule to tell
        ("np.zeros((20,))", "sparse_categorical_crossentropy", []),
        ("np.zeros((20, 2))", "mse", ["broadcast"]),
        ("np.zeros((20,))", "mse", []),
    ],
)
def test_labels_are_held_against_the_output(y: str, loss: str, kinds: list[str]) -> None:
    found = program(f"{MODEL}model.compile('adam', '{loss}')\nmodel.fit({X}, {y})\n")
    assert [f.kind for node in found.nodes if node.label == loss for f in node.faults] == kinds


def test_as_many_labels_as_examples() -> None:
    (message,) = messages(
        program(f"{MODEL}model.compile('adam', 'mse')\nmodel.fit({X}, np.zeros((19, 3)))\n")
    )
    assert message == "`fit` gets 20 examples, but 19 labels"


def test_a_loss_in_a_loop_of_ones_own() -> None:
    found = program(f"{MODEL}loss = keras.losses.CategoricalCrossentropy()\nvalue = loss({Y}, model({X}))\n")
    (use,) = found.losses
    assert shown(use.prediction) == (20, 3)
    assert shown(use.target) == (20, 3)
    assert use.network is found.networks[0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (f"model.fit({X}, {Y}, epoch=3)", "`fit` has no argument `epoch`"),
        (f"model.fit({X}, {Y}, nb_epoch=3, workers=2)", ""),
        ("model.compile(optimiser='adam', loss='mse')", "`compile` has no argument `optimiser`"),
        ("model.compile('adam', 'mse', sample_weight_mode='temporal')", ""),
    ],
)
def test_arguments_of_compile_and_fit(call: str, words: str) -> None:
    found = messages(program(f"{MODEL}{call}\n"))
    assert found == ([words] if words else [])


def test_names_of_ones_own_are_not_reported() -> None:
    text = (
        "keras.utils.get_custom_objects().update({'mine': lambda x: x})\nlayers.Dense(3, activation='mine')\n"
    )
    assert program(text).unknown_strings == []
    assert len(program("layers.Dense(3, activation='mine')\n").unknown_strings) == 1


def test_the_default_of_an_option_is_the_loss_and_decides_nothing() -> None:
    found = program(
        """
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--loss", default="mean_absolute_error")
        parser.add_argument("--kind", default="small")
        parser.add_argument("--widths", default="12,6,1")
        args = parser.parse_args()
        model = keras.Sequential([keras.Input((4,))])
        for width in args.widths.split(","):
            model.add(layers.Dense(int(width)))
        model.compile("adam", args.loss)
        if args.kind == "large":
            other = keras.Sequential([keras.Input((4,)), layers.Dense(99)])
        """
    )
    assert [loss.op.name for loss in found.losses] == ["mae"]
    assert sorted(tuple(shown(node.output)[1] for node in n.nodes) for n in found.networks) == [
        (12, 6, 1),
        (99,),
    ]
