"""Lightning's trainer: which batches it hands to the steps of which module."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.interpret.attributes import find_method
from footgun.source.interpret.calls import call_value
from footgun.source.loops import LOADER
from footgun.source.values import Instance, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

TRAINER = "lightning.Trainer"
PLACES = ("lightning", "lightning.pytorch", "pytorch_lightning")


# On several devices each gets a random part, whatever the loader says; a trial repeats a few batches.
ORDERED: dict[str, tuple[Any, ...]] = {
    "devices": (1, "1", "auto"), "num_nodes": (1,), "strategy": ("auto",), "gpus": (0, 1, None),
    "overfit_batches": (0, 0.0), "fast_dev_run": (False,),
}  # fmt: skip


@bind(*(f"{place}.Trainer" for place in PLACES))
def trainer(at: At, *args: Any, **kwargs: Any) -> Any:
    more = at.node is None or any(keyword.arg is None for keyword in at.node.keywords)
    plain = not more and all(kwargs.get(name, usual[0]) in usual for name, usual in ORDERED.items())
    return Thing(TRAINER, at.name, at.span, ordered=plain)


@bind(f"{TRAINER}.fit")
def fit(
    at: At,
    self: Any,
    model: Any = None,
    train_dataloaders: Any = None,
    val_dataloaders: Any = None,
    datamodule: Any = None,
    *args: Any,
    **kwargs: Any,
) -> Any:
    if datamodule is None and isinstance(train_dataloaders, Instance):
        datamodule, train_dataloaders = train_dataloaders, None
    if isinstance(datamodule, Instance):
        asked(at, datamodule, "prepare_data")
        asked(at, datamodule, "setup", "fit")
        train_dataloaders = asked(at, datamodule, "train_dataloader")
        val_dataloaders = asked(at, datamodule, "val_dataloader")
    ordered = isinstance(self, Thing) and self.facts["ordered"]
    if isinstance(model, Instance):
        fed = at.m.notes.setdefault("fed", {})
        for step, loader in (("training_step", train_dataloaders), ("validation_step", val_dataloaders)):
            if isinstance(loader, Thing) and loader.name == LOADER:
                # A module that several calls train may get other batches from each of them.
                fed[id(model), step] = None if (id(model), step) in fed else (loader, at.span, ordered)
    return Unknown("what a trainer gives")


def asked(at: At, module: Instance, name: str, *args: Any) -> Any:
    """What a method of a data module gives, if the checked code has it."""
    method = find_method(at.m, module, name)
    return None if method is None else call_value(at.m, method, list(args), {}, at.span)
