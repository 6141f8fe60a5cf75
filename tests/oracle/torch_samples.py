"""Programs of one call each, from the samples that torch tests its own functions with, and what torch says.

Run as `python -m tests.oracle.torch_samples SEED COUNT`: one JSON record a line. Some samples that torch should refuse
bring the process down: another one then goes on behind them.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import multiprocessing
import os
import random
import signal
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import torch
from torch.testing._internal.common_methods_invocations import op_db

LARGEST, DEEPEST, MOST = 2000, 6, 8  # a size, axes of a tensor, tensors of a call
SECONDS = 10
SAMPLES = 40  # of which some are drawn
OTHERS = (torch.int64, torch.float64, torch.bool, torch.float32)

Tensors = list[tuple[list[int], torch.dtype]]


class Unwritable(Exception):
    """An argument that no plain text stands for."""


def text_of(value: Any, tensors: Tensors) -> str:
    """How an argument is written; tensors by the name that the program gives them."""
    if isinstance(value, torch.Tensor):
        if value.layout != torch.strided or value.is_complex() or value.is_quantized:
            raise Unwritable
        tensors.append((list(value.shape), value.dtype))
        return f"a{len(tensors) - 1}"
    if (isinstance(value, float) and abs(value) in (float("inf"),)) or value != value:
        return f"float('{value}')"
    if value is None or isinstance(value, (bool, int, float, str)):
        return repr(value)
    if isinstance(value, (torch.dtype, torch.memory_format)):
        return str(value)
    if isinstance(value, (tuple, list)):
        inner = ", ".join(text_of(item, tensors) for item in value)
        return f"[{inner}]" if type(value) is list else f"({inner}{',' if len(value) == 1 else ''})"
    raise Unwritable


def made(shape: list[int], dtype: torch.dtype) -> str:
    if dtype == torch.float32:
        return f"torch.rand({tuple(shape)})"
    maker = "rand" if dtype.is_floating_point else "ones" if dtype == torch.bool else "zeros"
    return f"torch.{maker}({tuple(shape)}, dtype={dtype})"


def program(name: str, args: list[str], kwargs: dict[str, str], tensors: Tensors) -> str:
    """The text: as a function where torch has one, else as a method."""
    holder: Any = torch
    with contextlib.suppress(AttributeError):
        for part in name.split("."):
            holder = getattr(holder, part)
        return written(f"torch.{name}", args, kwargs, tensors)
    if not hasattr(torch.Tensor, name):
        raise Unwritable
    return written(f"{args[0]}.{name}", args[1:], kwargs, tensors)


def written(function: str, args: list[str], kwargs: dict[str, str], tensors: Tensors) -> str:
    given = ", ".join([*args, *(f"{key}={value}" for key, value in kwargs.items())])
    lines = [f"a{i} = {made(*tensor)}" for i, tensor in enumerate(tensors)]
    return "\n".join(["import torch", *lines, f"y = {function}({given})", ""])


def mutated(tensors: Tensors, draw: random.Random) -> Tensors:
    """One tensor with another size, an axis more or less, axes exchanged, or numbers of another type."""
    changed = [(list(shape), dtype) for shape, dtype in tensors]
    place = draw.randrange(len(changed))
    shape, kind = changed[place][0], draw.random()
    if kind < 0.45 and shape:
        axis = draw.randrange(len(shape))
        shape[axis] = max(0, shape[axis] + draw.choice([1, 1, 2, -1, 3]))
    elif kind < 0.6 and shape:
        shape.pop(draw.randrange(len(shape)))
    elif kind < 0.75:
        shape.insert(draw.randrange(len(shape) + 1), draw.choice([1, 2, 3]))
    elif kind < 0.85 and len(shape) > 1:
        draw.shuffle(shape)
    else:
        changed[place] = shape, draw.choice(OTHERS)
    return changed


def answer(text: str) -> dict[str, Any]:
    """What torch makes of a program."""
    names: dict[str, Any] = {}
    try:
        exec(text, names)
    except TimeoutError:
        raise
    except Exception as error:
        return {"refused": f"{type(error).__name__}: {error}"[:300]}
    return {"result": shown(names["y"])}


def shown(value: Any) -> Any:
    """Shape and dtype of a tensor, a list of these for several, None for anything else."""
    if isinstance(value, torch.Tensor):
        return {"shape": list(value.shape), "dtype": str(value.dtype).removeprefix("torch.")}
    return [shown(item) for item in value] if isinstance(value, (tuple, list)) else None


def programs(op: Any, count: int, draw: random.Random) -> Iterator[str]:
    """Samples that torch takes, each once more with a change, and those that it is to refuse."""
    samples = list(itertools.islice(op.sample_inputs("cpu", torch.float32), SAMPLES))
    draw.shuffle(samples)
    chosen = [(sample, 1) for sample in samples[:count]]
    if op.error_inputs_func is not None:
        with contextlib.suppress(Exception):
            errors = itertools.islice(op.error_inputs("cpu"), SAMPLES)
            chosen += [(error.sample_input, 0) for error in errors]
    for sample, changes in chosen:
        tensors: Tensors = []
        with contextlib.suppress(Unwritable):
            args = [text_of(value, tensors) for value in (sample.input, *sample.args)]
            kwargs = {key: text_of(value, tensors) for key, value in sample.kwargs.items()}
            if len(tensors) > MOST or any(
                len(s) > DEEPEST or max(s, default=0) > LARGEST for s, _ in tensors
            ):
                continue
            yield program(op.name, args, kwargs, tensors)
            if tensors:
                for _ in range(changes):
                    yield program(op.name, args, kwargs, mutated(tensors, draw))


def write(op: Any, count: int, seed: int) -> None:
    for text in dict.fromkeys(programs(op, count, random.Random(seed))):
        signal.alarm(SECONDS)
        try:
            found = answer(text)
        except TimeoutError:
            continue
        finally:
            signal.alarm(0)
        print(json.dumps({"op": op.name, "text": text, **found}), flush=True)


def late(*_: Any) -> None:
    raise TimeoutError


def main(seed: int, count: int) -> None:
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, late)
    torch.set_num_threads(1)
    reached, start = multiprocessing.Value("i", 0), 0
    while start < len(op_db):
        child = os.fork()
        if child == 0:
            for number in range(start, len(op_db)):
                reached.value = number
                with contextlib.suppress(Exception):
                    write(op_db[number], count, seed + number)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        start = reached.value + 1 if status else len(op_db)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
