"""Makes the table of what torch's compiled functions take: `python tests/oracle/torch_parameters.py > _parameters.py`.

Only those whose binding takes any arguments are listed: the others say their parameters themselves.
"""

from __future__ import annotations

import re
import sys
import textwrap
import types
from typing import Any

import torch

from footgun.source import bindings, registry

LOOKUP = '''# fmt: on
_BY_NAME = {
    name: frozenset(names.split()) for names, functions in TAKEN.items() for name in functions.split()
}


def taken(name: str) -> frozenset[str]:
    """The parameters of a function or method, none where torch does not declare them."""
    return _BY_NAME.get(name, frozenset())
'''
COMPILED = (types.BuiltinFunctionType, types.MethodDescriptorType)
# Old ways to write a call that torch still takes.
OLD = {"addcdiv": "value", "addcmul": "value", "random_": "to", "nonzero": "as_tuple"}


def taken(name: str) -> set[str]:
    """The names of all parameters, in any of its forms; empty where torch does not declare it."""
    last = name.rsplit(".", 1)[-1]
    owner: Any = torch.Tensor if name.startswith("torch.Tensor.") else torch
    if not isinstance(getattr(owner, last, None), COMPILED) or not hasattr(torch.ops.aten, last):
        return set()
    packet = getattr(torch.ops.aten, last)
    found = {a.name for o in packet.overloads() for a in getattr(packet, o)._schema.arguments}
    found |= written(getattr(owner, last).__doc__ or "")
    if {"layout", "pin_memory"} & found:
        found |= {"requires_grad", "names"}  # said of every new tensor
    return found | set(OLD.get(last, "").split())


def written(text: str) -> set[str]:
    """The names in the first lines of a documentation: some methods are bound by hand, beside the declarations."""
    heads = re.findall(r"^\s*(?:\.\. \w+:: )?[\w.]+\((.*?)\)(?: *->.*)?$", text, re.MULTILINE)
    return {name for head in heads for name in re.findall(r"(?:^|[,(]) *\*?([A-Za-z_]\w*)", head)}


def open_functions() -> list[str]:
    """Functions and methods whose binding takes any argument."""
    BOUND = registry.bound_by("torch")
    names = [n for n in BOUND if n.startswith("torch.Tensor.") or n.count(".") == 1]
    names = [n for n in names if n.startswith("torch.") and bindings.signature(BOUND[n]).rest]
    return sorted(n for n in names if taken(n))


def table() -> dict[str, str]:
    """Parameter names by function; methods go by the name of the function."""
    found: dict[str, set[str]] = {}
    for name in open_functions():
        found.setdefault(name.rsplit(".", 1)[-1], set()).update(taken(name))
    return {name: " ".join(sorted(known - {"self"} | {"input"})) for name, known in sorted(found.items())}


def main() -> None:
    print(
        '"""What compiled functions of torch take, made by `tests/oracle/torch_parameters.py`: do not edit."""\n'
    )
    print("from __future__ import annotations\n\n# fmt: off\nTAKEN = {")
    groups: dict[str, list[str]] = {}
    for name, names in table().items():
        groups.setdefault(names, []).append(name)
    for names, functions in sorted(groups.items()):
        lines = textwrap.wrap(" ".join(functions), 100, break_long_words=False)
        print(f'    "{names}": """')
        print("\n".join(lines) + '""",')
    print("}")
    print(LOOKUP, end="")


if __name__ == "__main__":
    sys.stdout.reconfigure(newline="\n")  # type: ignore[union-attr]
    main()
