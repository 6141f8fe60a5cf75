"""What stands in for data, for a framework and for hours of training: the same before and after a fix.

Data sets that would be fetched have random numbers in their true shapes, training stops after a few rows,
and the processor is the graphics card. Where TensorFlow is not installed, its Keras is the Keras that is.
Names that Python and Keras had when the programs were written are there. footgun sees none of this.
"""

from __future__ import annotations

import importlib
import itertools
import socket
import sys
import time
from importlib.util import find_spec
from types import ModuleType
from typing import Any

BATCHES = 1
ROWS = 5  # of a batch: no size that programs use, so that no fault of sizes fits by chance
IMAGES = {  # rows to train and to test with, one image, classes, shape of a label
    "mnist": (60000, 10000, (28, 28), 10, ()),
    "fashion_mnist": (60000, 10000, (28, 28), 10, ()),
    "cifar10": (50000, 10000, (32, 32, 3), 10, (1,)),
    "cifar100": (50000, 10000, (32, 32, 3), 100, (1,)),
}
TEXTS = {"imdb": (25000, 25000, 2, 20000), "reuters": (8982, 2246, 46, 20000)}  # classes, words
PICTURES = {  # one of torchvision's, and classes
    "MNIST": ((1, 28, 28), 10), "FashionMNIST": ((1, 28, 28), 10), "KMNIST": ((1, 28, 28), 10),
    "CIFAR10": ((3, 32, 32), 10), "CIFAR100": ((3, 32, 32), 100), "GTSRB": ((3, 48, 48), 43),
}  # fmt: skip
NUMBERS = {"boston_housing": (404, 102, 13), "california_housing": (16512, 4128, 8)}


def install() -> None:
    """Once in the process that all programs are forked from."""
    if find_spec("keras") is not None:
        keras = importlib.import_module("keras")
        _short_fits(keras)
        _short_steps(keras)
        _data(keras)
        if find_spec("tensorflow") is None:
            _tensorflow()
    if find_spec("torch") is not None:
        _short_loaders()
        _no_gpu(importlib.import_module("torch"))
        if find_spec("torchvision") is not None:
            _pictures(importlib.import_module("torchvision").datasets)
    _of_their_time()
    socket.socket.connect = _no_network  # type: ignore[method-assign]


def _of_their_time() -> None:
    checker = ModuleType("neuraLint")
    checker.check = str  # type: ignore[attr-defined]
    sys.modules["neuraLint"] = checker
    time.clock = time.perf_counter  # type: ignore[attr-defined]
    if "keras" not in sys.modules:
        return
    keras = sys.modules["keras"]
    for name in ("DeepLocalize", "backpropagation"):
        setattr(keras.callbacks, name, lambda *unused, **settings: keras.callbacks.Callback())
    old = importlib.import_module("keras._tf_keras.keras.preprocessing")
    for name in ("image", "sequence", "text"):
        module, kept = sys.modules.get(f"keras.preprocessing.{name}"), getattr(old, name)
        if module is None:
            sys.modules[f"keras.preprocessing.{name}"] = kept
            setattr(keras.preprocessing, name, kept)
            continue
        for part, value in vars(kept).items():
            if not hasattr(module, part):
                setattr(module, part, value)


def _short_fits(keras: ModuleType) -> None:
    callbacks: Any = importlib.import_module("keras.src.callbacks.callback_list").CallbackList
    for event, flag in (("on_train_batch_end", "stop_training"), ("on_test_batch_end", "stop_evaluating")):
        setattr(callbacks, event, _stopping(getattr(callbacks, event), flag))


def _stopping(told: Any, flag: str) -> Any:
    def batch_end(self: Any, batch: int, logs: Any = None) -> None:
        told(self, batch, logs)
        if batch + 1 >= BATCHES:
            setattr(self._model, flag, True)

    return batch_end


def _short_steps(keras: ModuleType) -> None:
    for owner in keras.Model.__mro__:
        for name in ("train_step", "test_step"):
            if name in vars(owner):
                setattr(owner, name, _cut(vars(owner)[name], keras.tree.map_structure))


def _cut(step: Any, mapped: Any) -> Any:
    def few(self: Any, data: Any) -> Any:
        inputs = getattr(self, "inputs", None) or ()
        if all(value.shape[0] is None for value in inputs):  # a network for batches of one size gets them
            data = mapped(lambda part: part[:ROWS] if hasattr(part, "shape") else part, data)
        return step(self, data)

    return few


def _short_loaders() -> None:
    loader: Any = importlib.import_module("torch.utils.data").DataLoader
    whole = loader.__iter__

    def few(self: Any) -> Any:
        own = not type(self.dataset).__module__.startswith("keras.")  # Keras predicts with loaders too
        return itertools.islice(whole(self), BATCHES) if own else whole(self)

    loader.__iter__ = few


def _no_gpu(torch: Any) -> None:
    """Where there is none, what is asked for on it stays on the processor."""
    if torch.cuda.is_available():
        return

    def here(argument: Any) -> Any:
        if isinstance(argument, torch.device):
            return torch.device("cpu") if argument.type == "cuda" else argument
        return "cpu" if isinstance(argument, str) and argument.startswith("cuda") else argument

    class Here(torch.overrides.TorchFunctionMode):  # type: ignore[misc]
        def __torch_function__(self, function: Any, types: Any, given: Any = (), named: Any = None) -> Any:
            if function is torch.Tensor.cuda:
                return given[0]
            return function(*map(here, given), **{name: here(v) for name, v in (named or {}).items()})

    Here().__enter__()


def _data(keras: ModuleType) -> None:
    for name in (*IMAGES, *TEXTS, *NUMBERS):
        if hasattr(keras.datasets, name):
            getattr(keras.datasets, name).load_data = _loader(name)


def _pictures(datasets: Any) -> None:
    def maker(size: tuple[int, ...], classes: int) -> Any:
        def made(*unused: Any, transform: Any = None, target_transform: Any = None, **settings: Any) -> Any:
            return datasets.FakeData(1000, size, classes, transform, target_transform)

        return made

    for name, (size, classes) in PICTURES.items():
        setattr(datasets, name, maker(size, classes))


def _loader(name: str) -> Any:
    np: Any = importlib.import_module("numpy")

    def images(*unused: Any, **settings: Any) -> Any:
        train, test, image, classes, label = IMAGES[name]
        draw = np.random.default_rng(0).integers
        return tuple(
            (
                draw(0, 256, (rows, *image), dtype="uint8"),
                draw(0, classes, (rows, *label)).astype("uint8"),
            )
            for rows in (train, test)
        )

    def texts(
        path: str = "", num_words: int | None = None, *unused: Any, maxlen: int = 200, **settings: Any
    ) -> Any:
        train, test, classes, words = TEXTS[name]
        random = np.random.default_rng(0)

        def half(rows: int) -> Any:
            lists = np.empty(rows, dtype=object)
            lengths = random.integers(20, min(maxlen or 200, 200), rows)
            lists[:] = [random.integers(1, num_words or words, n).tolist() for n in lengths]
            return lists, random.integers(0, classes, rows)

        return half(train), half(test)

    def numbers(*unused: Any, **settings: Any) -> Any:
        train, test, columns = NUMBERS[name]
        random = np.random.default_rng(0)
        return tuple((random.random((rows, columns)), random.random(rows) * 50) for rows in (train, test))

    return images if name in IMAGES else texts if name in TEXTS else numbers


def _tensorflow() -> None:
    """`tensorflow.keras` as TensorFlow itself exports it, and nothing else of TensorFlow."""
    importlib.import_module("keras._tf_keras.keras")
    python = ModuleType("tensorflow.python")
    top = ModuleType("tensorflow")
    top.__version__ = "2.20.0"  # type: ignore[attr-defined]
    prefix = "keras._tf_keras.keras"
    for name, known in list(sys.modules.items()):
        if name == prefix or name.startswith(f"{prefix}."):
            for owner in ("tensorflow.keras", "tensorflow.python.keras"):
                sys.modules[name.replace(prefix, owner)] = known
    for module in (top, python):
        module.__path__ = []
        module.keras = sys.modules[prefix]  # type: ignore[attr-defined]
    top.python = python  # type: ignore[attr-defined]
    top.random = ModuleType("tensorflow.random")  # type: ignore[attr-defined]
    top.random.set_seed = int  # Keras' own `set_random_seed` calls it
    sys.modules.update({"tensorflow": top, "tensorflow.python": python})


def _no_network(*unused: Any) -> None:
    raise OSError("no network")
