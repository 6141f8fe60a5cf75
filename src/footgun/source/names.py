"""Library names in their canonical form, wherever a release or an alias put them."""

from __future__ import annotations

import math
from functools import lru_cache

# Longest prefix first. Keras has lived in many places, and its layers in many modules.
PREFIXES = (
    ("tensorflow.python.keras.", "keras."),
    ("tensorflow.compat.v1.keras.", "keras."),
    ("tensorflow.keras.", "keras."),
    ("tensorflow.contrib.keras.", "keras."),
    ("tensorflow.compat.v2.keras.", "keras."),
    ("tensorflow_core.keras.", "keras."),
    ("tensorflow.optimizers.", "keras.optimizers."),
    ("tensorflow.losses.", "keras.losses."),
    ("tensorflow.initializers.", "keras.initializers."),
    ("tensorflow.compat.v1.", "tensorflow."),
    ("tensorflow.compat.v2.", "tensorflow."),
    ("tf_keras.", "keras."),
    ("keras.src.legacy.", "keras."),
    ("keras.src.", "keras."),
    ("keras.api.", "keras."),
    ("keras.legacy.", "keras."),
    ("keras_preprocessing.", "keras.preprocessing."),
    ("keras.objectives.", "keras.losses."),
    ("keras.initializations.", "keras.initializers."),
    ("keras.backend.tensorflow_backend.", "keras.backend."),
    ("keras.engine.base_layer.", "keras.layers."),
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
    "keras.layers.Model": "keras.Model",
    "keras.layers.Sequential": "keras.Sequential",
    "keras.Layer": "keras.layers.Layer",
    "keras.Sequential": "keras.Sequential",
    "keras.Functional": "keras.Model",
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
    "sys.version_info": (3, 12, 0, "final", 0),  # code for Python 2 beside it is never run
    "sys.version": "3.12.0",
    "typing.TYPE_CHECKING": False,
    "typing_extensions.TYPE_CHECKING": False,
    "six.PY2": False,
    "six.PY3": True,
    "inspect.Parameter.POSITIONAL_ONLY": 0,
    "inspect.Parameter.POSITIONAL_OR_KEYWORD": 1,
    "inspect.Parameter.VAR_POSITIONAL": 2,
    "inspect.Parameter.KEYWORD_ONLY": 3,
    "inspect.Parameter.VAR_KEYWORD": 4,
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
    "K": "keras.backend",
    "np_utils": "keras.utils",
    "to_categorical": "keras.utils.to_categorical",
    "pad_sequences": "keras.utils.pad_sequences",
    "ImageDataGenerator": "keras.preprocessing.image.ImageDataGenerator",
    "optimizers": "keras.optimizers",
    "initializers": "keras.initializers",
    "mnist": "keras.datasets.mnist",
    "cifar10": "keras.datasets.cifar10",
    "imdb": "keras.datasets.imdb",
    "concatenate": "keras.layers.concatenate",
    "merge": "keras.layers.merge",
}


# Parts of Keras whose modules only group the classes in them.
KERAS_GROUPS = frozenset(
    ("applications", "initializers", "layers", "losses", "metrics", "models", "optimizers", "regularizers")
)
KERAS_UTILITIES = frozenset(
    ("all_utils", "data_utils", "generic_utils", "image_utils", "layer_utils", "np_utils", "vis_utils")
)
FUNCTIONS_OF_LAYERS = frozenset(
    ("add", "average", "concatenate", "dot", "maximum", "merge", "minimum", "multiply", "subtract")
)


def keras_parts(parts: list[str]) -> list[str]:
    """`keras.layers.core.dense.Dense` as `keras.layers.Dense`, and the like in `keras.utils`."""
    if len(parts) < 4 or parts[2][:1].isupper() or parts[2] == "schedules":
        return parts
    if parts[1] == "ops" and parts[2] in ("core", "linalg", "math", "nn", "numpy"):
        return [*parts[:2], *parts[3:]]
    if parts[1] in KERAS_GROUPS:
        for place, part in enumerate(parts[3:], 3):
            if part[:1].isupper() or (parts[1] == "layers" and part in FUNCTIONS_OF_LAYERS):
                return [*parts[:2], *parts[place:]]
    if parts[1] == "utils" and parts[2] in KERAS_UTILITIES:
        return [*parts[:2], *parts[3:]]
    return parts


@lru_cache(1000)
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
    if parts[0] == "keras":
        name = ".".join(keras_parts(parts))
    elif _in_topic(parts):
        name = ".".join((*parts[:2], *parts[3:]))
    if name in EXACT:
        return EXACT[name]
    if parts[0] == "keras":  # a method: `keras.models.Model.fit`
        owner, _, method = name.rpartition(".")
        return f"{EXACT[owner]}.{method}" if owner in EXACT else name
    return name


def _in_topic(parts: list[str]) -> bool:
    """A class in a module of `torch.nn` that only groups names; `torch.nn.attention` has names of its own."""
    grouped = len(parts) > 3 and parts[1] == "nn" and parts[2] in TOPICS and parts[2] != "attention"
    return grouped and parts[3][:1].isupper()


def canonical_module(name: str) -> str:
    """A module as it is written, only that Keras goes by one name: `keras.layers.core`."""
    return name.removeprefix("tensorflow.") if name.startswith("tensorflow.keras") else name


def known_library(name: str) -> bool:
    """Whether a module name is a library's, not a relative import."""
    return bool(name) and not name.startswith(".")


def star_names(name: str) -> list[str]:
    """The names that `from name import *` brings, as far as they are bound."""
    from footgun.source.registry import REGISTRY

    return _bound_below(canonical(name + ".x")[:-1], REGISTRY.loaded)


@lru_cache(maxsize=64)
def _bound_below(prefix: str, loaded: frozenset[str]) -> list[str]:
    from footgun.source.registry import REGISTRY

    found = {key[len(prefix) :] for key in (*REGISTRY, *EXACT) if key.startswith(prefix)}
    return sorted(n for n in found if "." not in n)


def implied(text: str) -> str | None:
    """What an undefined name in a snippet most likely means."""
    from footgun.source.registry import REGISTRY, load

    if text in IMPLIED:
        return IMPLIED[text]
    if text[:1].isupper():
        load("keras")
        for place in ("layers", "optimizers", "losses", "initializers", "applications"):
            if f"keras.{place}.{text}" in REGISTRY:
                return f"keras.{place}.{text}"
    return None
