"""Rates, parameters, schedules and clipping."""

from __future__ import annotations

from tests.mutation.edits import Fault, before, drop, either, swap

OPTIMIZER = r"optimizer = (?:torch\.)?optim\.\w+\("
FROZEN = "for parameter in model.parameters():\n    parameter.requires_grad = False"

FAULTS = (
    Fault("OPT001", "a rate a thousand times too large",
        torch=swap(r"(optim\.Adam\w?\(.*), lr=(?:1e-3|3e-4|0\.001|learning_rate)", r"\1, lr=1.0", where=r"\A(?![\s\S]*max_lr)"),
        keras=swap(r"Adam\((learning_rate=)?(?:1e-3|5e-4|0\.001)\)", r"Adam(\g<1>1.0)"),
    ),
    Fault("OPT002", "other weights than those that are trained", torch=either(
        swap(rf"({OPTIMIZER})model\.parameters\(\)", r"\1other.parameters()", also=((r"^( *)(model = ((?!build_model).*))$", r"\1\2\n\1other = \3"),), where=r"model = \w+\("),
        swap(r"optim\.Adam\(model\.fc\.parameters\(\)", "optim.Adam(build_model().fc.parameters()"),
    ), keras=swap(r"^(?=loss, accuracy = model\.evaluate\(valid_ds\))", "base.trainable = True\nmodel.fit(train_ds, epochs=2, validation_data=valid_ds)\n", where=r"base\.trainable = False", at=r"^model\.fit\(train_ds, epochs=2")),
    Fault("OPT003", "all weights frozen", torch=before(OPTIMIZER + r"model\.parameters", FROZEN, at=OPTIMIZER)),
    Fault("OPT004", "frozen weights for the optimizer", torch=swap(r"model\.fc\.parameters\(\)", "model.parameters()")),
    Fault("OPT005", "SGD without momentum",
        torch=swap(r", momentum=0\.9", ""),
        keras=either(swap(r", momentum=0\.9", ""), swap(r'optimizer="adam"', 'optimizer="sgd"')),
    ),
    Fault("OPT006", "a rate that nothing gets",
        torch=swap(r", lr=learning_rate", ""),
    ),
    Fault("OPT007", "a schedule that is never stepped",
        torch=either(drop(r"scheduler\.step\(\)", at=r"scheduler = "), drop(r"plateau\.step\(", at=r"plateau = ")),
        keras=swap(r",\n +callbacks=\[keras\.callbacks\.(ReduceLROnPlateau\(patience=2\))\]", "", also=((r"^(model\.compile\()", r"slower = keras.callbacks.ReduceLROnPlateau(patience=2)\n\1"),), at="^slower = "),
    ),
    Fault("OPT007", "a schedule of another length",
        torch=either(
            swap(r"T_max=EPOCHS", "T_max=10 * EPOCHS", at=r"scheduler"),
            swap(r"epochs=epochs, steps_per_epoch=len\(train_loader\)", "epochs=epochs, steps_per_epoch=1", at=r"scheduler"),
        ),
        keras=swap(r"decay_steps=30 \* 352", "decay_steps=30"),
    ),
    Fault("OPT007", "an epoch's schedule stepped with each batch", torch=swap(r"^( +)optimizer\.step\(\)\n", r"\1optimizer.step()\n\1scheduler.step()\n", also=((r"^        scheduler\.step\(\)\n", ""),), where="T_max", at=r"scheduler\.step\(")),
    Fault("OPT007", "a plateau without its value", torch=swap(r"plateau\.step\(valid_loss\)", "plateau.step()")),
    Fault("OPT008", "gradients clipped before backward", torch=either(
        swap(r"( +)loss\.backward\(\)\n( +nn\.utils\.clip_grad_norm_.*\n)", r"\2\1loss.backward()\n", at="clip_grad_norm_"),
        swap(r"^ +scaler\.unscale_\(optimizer\)\n", "", at="clip_grad_norm_"),
    )),
    Fault("OPT008", "gradients clipped after the step", torch=swap(r"( +nn\.utils\.clip_grad_norm_.*\n)( +optimizer\.step\(\)\n)", r"\2\1", at="clip_grad_norm_")),
    Fault("OPT009", "weight decay in Adam", torch=swap(r"(optim\.Adam\([^()]*\(\), lr=[^()]*)\)", r"\1, weight_decay=1e-4)")),
    Fault("OPT010", "twenty thousand epochs",
        torch=swap(r"for epoch in range\((?:\d+)\):", "for epoch in range(20000):", where=r"^for epoch in range\(\d+\)"),
        keras=swap(r"epochs=(?:15|20|10)\b", "epochs=20000", where=r"\A(?![\s\S]*EarlyStopping)", at=r"epochs=20000|\.fit\("),
    ),
)  # fmt: skip
