"""Library names in their canonical form, wherever a release or an alias put them."""

from __future__ import annotations

import math

# Longest prefix first. Keras has lived in many places, and its layers in many modules.
PREFIXES = (
    ("tensorflow.python.keras.", "keras."),
    ("tensorflow.compat.v1.keras.", "keras."),
    ("tensorflow.keras.", "keras."),
    ("tensorflow.contrib.keras.", "keras."),
    ("tf_keras.", "keras."),
    ("keras.src.", "keras."),
    ("keras.api.", "keras."),
    ("torch.nn.modules.", "torch.nn."),
    ("torchvision.transforms.v2.functional.", "torchvision.transforms.functional."),
    ("torchvision.transforms.v2.", "torchvision.transforms."),
    ("torchvision.transforms.transforms.", "torchvision.transforms."),
    ("keras.engine.topology.", "keras.layers."),
    ("keras.engine.training.", "keras.models."),
    ("keras.engine.", "keras.layers."),
    ("torch.utils.data.dataloader.", "torch.utils.data."),
    ("torch.utils.data.dataset.", "torch.utils.data."),
)
EXACT = {
    "tensorflow.keras": "keras",
    "tensorflow.python.keras": "keras",
    "keras.models.Sequential": "keras.Sequential",
    "keras.models.Model": "keras.Model",
    "keras.models.Functional": "keras.Model",
    "keras.layers.Input": "keras.Input",
    "keras.Sequential": "keras.Sequential",
    "torch.autograd.variable.Variable": "torch.autograd.Variable",
    "torch.autograd.Variable": "torch.autograd.Variable",
    "torch.Tensor": "torch.Tensor",
    "torch.nn.Parameter": "torch.nn.Parameter",
    "torch.nn.parameter.Parameter": "torch.nn.Parameter",
    "torch.nn.modules": "torch.nn",
}
TOPICS = frozenset(
    {  # modules inside keras.layers, torch.nn and the like that only group names
        "core",
        "convolutional",
        "pooling",
        "recurrent",
        "normalization",
        "embeddings",
        "merge",
        "merging",
        "noise",
        "regularization",
        "reshaping",
        "activation",
        "activations",
        "advanced_activations",
        "wrappers",
        "local",
        "rnn",
        "attention",
        "conv",
        "linear",
        "batchnorm",
        "container",
        "dropout",
        "loss",
        "module",
        "padding",
        "sparse",
        "transformer",
        "flatten",
        "pixelshuffle",
        "upsampling",
        "instancenorm",
        "experimental",
        "preprocessing",
        "convolutional_recurrent",
        "fold",
        "distance",
    }
)
CONSTANT_VALUES = {
    "math.pi": math.pi,
    "math.e": math.e,
    "math.inf": math.inf,
    "numpy.pi": math.pi,
    "torch.pi": math.pi,
    "torch.inf": math.inf,
    "numpy.newaxis": None,
    "numpy.inf": math.inf,
}
# Names that a snippet in prose may use without importing them.
IMPLIED = {
    "torch": "torch",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "optim": "torch.optim",
    "np": "numpy",
    "numpy": "numpy",
    "keras": "keras",
    "tf": "tensorflow",
    "layers": "keras.layers",
    "models": "keras.models",
    "torchvision": "torchvision",
    "transforms": "torchvision.transforms",
    "T": "torchvision.transforms",
    "Sequential": "keras.Sequential",
    "Model": "keras.Model",
    "Input": "keras.Input",
}


def canonical(name: str) -> str:
    """The one name that bindings use."""
    if name in EXACT:
        return EXACT[name]
    if not name.startswith(("keras", "tensorflow", "torch", "tf_keras")):
        return name
    for old, new in PREFIXES:
        if name.startswith(old):
            name = new + name[len(old) :]
            break
    parts = name.split(".")
    if len(parts) > 3 and parts[1] in ("layers", "nn") and parts[2] in TOPICS and parts[3][:1].isupper():
        name = ".".join((*parts[:2], *parts[3:]))
    return EXACT.get(name, name)


def known_library(name: str) -> bool:
    """Whether a module name is a library's, not a relative import."""
    return bool(name) and not name.startswith(".")


def star_names(name: str) -> list[str]:
    """The names that `from name import *` brings, as far as they are bound."""
    from footgun.source.bindings import REGISTRY

    prefix = canonical(name + ".x")[:-1]
    found = {key[len(prefix) :] for key in REGISTRY if key.startswith(prefix)}
    return sorted(n for n in found if "." not in n)


def implied(text: str) -> str | None:
    """What an undefined name in a snippet most likely means."""
    from footgun.source.bindings import REGISTRY, load

    if text in IMPLIED:
        return IMPLIED[text]
    if text[:1].isupper():
        load("keras")
        if f"keras.layers.{text}" in REGISTRY:
            return f"keras.layers.{text}"
    return None
