"""Edits where a layer or function is applied: a call taken away from around its tensor, or put around it."""

from __future__ import annotations

import ast

from footgun.findings import Edit
from footgun.source.rewrite.lines import without_statement
from footgun.source.rewrite.names import module
from footgun.source.rewrite.text import CannotChangeError, Text

ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.Tuple, ast.List)


def erase_application(text: Text, call: ast.Call) -> list[Edit]:
    """`f(x)` becomes `x`; a statement that then does nothing goes."""
    tensor = _tensor(text, call)
    parent = text.parents[call]
    if (
        isinstance(parent, ast.Assign)
        and len(parent.targets) == 1
        and ast.dump(parent.targets[0]).replace("Store()", "Load()") == ast.dump(tensor)
    ):
        return [without_statement(text, parent)]
    words = text.written(tensor)
    inside = isinstance(parent, (ast.Assign, ast.Return, ast.Call, ast.keyword))
    if not inside and (not isinstance(tensor, ATOMS) or "\n" in words):
        words = f"({words})"
    return [text.replaced(call, words)]


def follow_application(text: Text, call: ast.Call, function: str) -> list[Edit]:
    """`self.fc(x)` becomes `F.relu(self.fc(x))`, in the words of the file's own imports."""
    written = text.written(call)
    functional = module(text, "torch.nn.functional")
    torch = module(text, "torch")
    if functional is not None:
        return [text.replaced(call, f"{functional}.{function}({written})")]
    if torch is not None:
        return [text.replaced(call, f"{torch}.{function}({written})")]
    return [text.replaced(call, f"{written}.{function}()")]


def _tensor(text: Text, call: ast.Call) -> ast.expr:
    """What a call is applied to: its first argument, or what it is a method of."""
    method = isinstance(call.func, ast.Attribute) and not _names_a_function(text, call.func)
    if isinstance(call.func, ast.Attribute) and method and not (call.args and _may_be_tensor(call.args[0])):
        return call.func.value
    if call.args and not isinstance(call.args[0], ast.Starred):
        return call.args[0]
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    for name in ("input", "x", "inputs"):
        if name in given:
            return given[name]
    raise CannotChangeError


def _names_a_function(text: Text, func: ast.Attribute) -> bool:
    """Whether it is looked up in a module or on `self`, not on a tensor."""
    owner = func.value
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    if not isinstance(owner, ast.Name):
        return False
    return owner.id in ("self", module(text, "torch.nn.functional"), module(text, "torch"))


def _may_be_tensor(argument: ast.expr) -> bool:
    """A number in the first place is a setting, as in `x.softmax(1)`."""
    number = argument.operand if isinstance(argument, ast.UnaryOp) else argument
    return not isinstance(number, ast.Constant)
