"""Training and evaluation prepare their examples in ways that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import DataSet, Event, Program, Scaling, Step
from footgun.rules.base import Rule, rule
from footgun.rules.facts.held_out import other_range
from footgun.rules.facts.pipelines import place, steps
from footgun.rules.facts.rows import apart
from footgun.rules.facts.training import evaluations, learning, model_of

# From this ratio of sizes on, what was learned at one scale is not there at the other.
OTHER_SCALE = 2.0
# An image enlarged by more than this before a crop shows its things at another size than whole images do.
ENLARGED = 1.2
RESIZING = frozenset({"Resize", "Scale", "RandomResizedCrop", "CenterCrop", "RandomSizedCrop", "?"})
CROPS = frozenset({"RandomCrop", "CenterCrop"})


@rule(
    "DAT004",
    "train-eval-preprocessing",
    Severity.WARNING,
    "training and evaluation prepare examples differently",
    needs=("loaders", "fits", "scalings"),
)
def train_eval_preprocessing(self: Rule, program: Program) -> Iterator[Finding]:
    """Sizes, normalisation and scale, for each pair of loaders of one model."""
    told: set[object] = set()
    trained = [event for event in learning(program) if _data(event) is not None]
    for event in evaluations(program):
        other = _data(event)
        before = next((e for e in trained if model_of(e.subject) is model_of(event.subject)), None)
        ours = _data(before) if before is not None else None
        if before is None or ours is None or other is None or other.span in told:
            continue
        here, there = place(other), place(ours)
        sizes, scale = _sizes(before, event), _scale(steps(ours), steps(other))
        message = sizes or _normalised(steps(ours), steps(other)) or scale
        if message is None:
            continue
        told.add(other.span)
        far = message is sizes and _ratio(before, event) >= OTHER_SCALE
        yield self.report(
            there if message is scale else here,
            f"{message}: nothing there has the size it learned" if far else message,
            severity=Severity.ERROR if far else None,
            labels=[(there, "training"), (here, "evaluation")],
            help="bring both to one size and range; only what is random belongs to training alone",
        )
    for earlier, again in _learned_anew(program):
        yield self.report(
            again.span,
            f"`{again.label}` learns anew from another part: the same number means another one there",
            labels=[(earlier.span, "learned for the first part")],
            help="`fit` on the training part, and only `transform` the others",
        )
    for use, training, reach in other_range(program):
        first, second = (f"{number:,.4g}" for number in reach)
        labels = [] if use is training else [(training.span, "training")]
        yield self.report(
            use.span,
            f"the network is trained on numbers up to {first} and evaluated on numbers up to {second}",
            labels=labels,
            help="scale both by the same numbers, those of the training data",
        )


def _learned_anew(program: Program) -> Iterator[tuple[Scaling, Scaling]]:
    """What has learned from one part of a split, and what of its kind then learns from another part."""
    firsts: list[Scaling] = []
    for scaling in program.scalings if program.trains or program.networks else ():
        part = scaling.part
        if part is None:
            continue
        first = next((f for f in firsts if f.label == scaling.label and f.part and apart(f.part, part)), None)
        if first is None:
            firsts.append(scaling)
        else:
            yield first, scaling


def _data(event: Event) -> DataSet | None:
    loader = event.loop.over if event.loop is not None else None
    return loader.data if loader is not None else None


def _spatial(event: Event) -> tuple[int, ...]:
    """Height and width of the images that a network gets; empty where they are not known."""
    shape = event.given[0].shape if event.given else None
    axes = shape[2:] if shape is not None and len(shape) == 4 else ()
    return tuple(size for size in axes if isinstance(size, int)) if len(axes) == 2 else ()


def _sizes(training: Event, evaluation: Event) -> str | None:
    """Another size of images."""
    a, b = _spatial(training), _spatial(evaluation)
    if len(a) < 2 or len(b) < 2 or a == b:
        return None
    return f"the network is trained on {a[0]} x {a[1]} images and evaluated on {b[0]} x {b[1]}"


def _ratio(training: Event, evaluation: Event) -> float:
    pairs = list(zip(_spatial(training), _spatial(evaluation), strict=True))
    return max(max(a / b, b / a) if a and b else 0.0 for a, b in pairs)


def _normalised(training: tuple[Step, ...], evaluation: tuple[Step, ...]) -> str | None:
    names = [{step.name for step in part} for part in (training, evaluation)]
    if not all(names) or any("?" in part for part in names):
        return None
    first, second = ("Normalize" in part for part in names)
    if first == second:
        return None
    which = ("training", "evaluation") if first else ("evaluation", "training")
    return f"images are normalised for {which[0]} and not for {which[1]}: the network sees another range"


def _scale(training: tuple[Step, ...], evaluation: tuple[Step, ...]) -> str | None:
    """Enlarged and cropped on one side, whole on the other."""
    if not evaluation or any(step.name in RESIZING for step in evaluation):
        return None
    for number, step in enumerate(training):
        if step.name not in ("Resize", "Scale") or not step.sizes:
            continue
        crop = next((s for s in training[number + 1 :] if s.name in CROPS and s.sizes), None)
        if crop is not None and crop.sizes and step.sizes[0] > ENLARGED * crop.sizes[0]:
            return (
                f"training shows {crop.sizes[0]} of {step.sizes[0]} pixels, evaluation the whole image: "
                "things have another size there"
            )
    return None
