"""Published weights get pixels in another form than those they were trained on."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Change, Follow
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.network.pixels import in_form
from footgun.ops.convolution import Conv
from footgun.rules.base import Rule, rule
from footgun.rules.facts.pixels import Ends, arriving, entering

# How much narrower or wider the range may be, and how far its middle may lie off, in widths of the right one.
# The mean and deviation of CIFAR-10 or MNIST pass (0.86 and 0.68 of the width), those of 0.5 do not (0.42).
NARROWER, WIDER, BESIDE = 0.6, 1.7, 0.25
MEAN, DEVIATION = "[0.485, 0.456, 0.406]", "[0.229, 0.224, 0.225]"
FORMS = {
    "raw": ("pixels from 0 to 255", "give it the pixels as they are: it scales them inside"),
    "tf": ("pixels from -1 to 1", "prepare them with the `preprocess_input` of its own module"),
    "torch": (
        "images normalised to about -2.1 to 2.6",
        f"`Normalize({MEAN}, {DEVIATION})`, or what comes with the weights",
    ),
    "caffe": (
        "BGR pixels less their mean, about -124 to 151",
        "prepare them with the `preprocess_input` of its own module",
    ),
}


@rule(
    "DAT005",
    "pretrained-normalization",
    Severity.WARNING,
    "pretrained weights get images in another range than they were trained on",
    needs=("trained",),
)
def pretrained_normalization(self: Rule, program: Program) -> Iterator[Finding]:
    """Only ranges that are known from the data set to the first layer with weights; once a model."""
    told = set()
    for network, ends, place in entering(program):
        for node, got in arriving(network, ends):
            trained = node.layer.trained if node.layer is not None else None
            if trained is None or trained.span in told or not far(got, in_form(trained.form)):
                continue
            if isinstance(node.op, Conv) and got[1] > 200:
                continue  # pixels that nothing scales are another rule's
            told.add(trained.span)
            words, help = FORMS[trained.form]
            given = f"{got[0]:.3g} to {got[1]:.3g}"
            yield self.report(
                place,
                f"the weights of `{trained.model}` were trained on {words}, and get {given}",
                labels=[(trained.span, "the weights")],
                help=help,
                fix=_fix(program) if trained.form == "torch" else None,
            )


def _fix(program: Program) -> Fix | None:
    """Every pipeline alike: the numbers of the weights in its `Normalize`, or one behind its `ToTensor`."""
    changes: list[Change] = []
    for pipeline in program.pipelines:
        made = [step.span for step in pipeline.steps if step.name == "ToTensor"]
        scaled = [step.span for step in pipeline.steps if step.name == "Normalize"]
        if len(made) != 1 or len(scaled) > 1 or made[0] is None or None in scaled:
            return None
        for span in scaled:
            assert span is not None
            changes += [Argument(span, "mean", MEAN, 0), Argument(span, "std", DEVIATION, 1)]
        if not scaled:
            changes.append(Follow(made[0], False, "Normalize", "", f"{MEAN}, {DEVIATION}"))
    return Fix("normalise as the weights want it", changes=tuple(changes)) if changes else None


def far(got: Ends, right: Ends) -> bool:
    """Whether a range is plainly another."""
    width, wanted = got[1] - got[0], right[1] - right[0]
    middle = abs(sum(got) - sum(right)) / 2
    return not NARROWER <= width / wanted <= WIDER or middle > BESIDE * wanted
