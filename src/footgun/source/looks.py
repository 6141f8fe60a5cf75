"""Whether a stretch of text is Python: code, broken code, or something else.

Used where nothing marks code: indented blocks of Markdown, and what stands after a prompt of a transcript.
Outputs can parse as Python (`torch.Size([4, 10])`, `RuntimeError: ignored`), so parsing alone decides
nothing.
"""

from __future__ import annotations

import ast
import builtins
import re
import warnings
from collections.abc import Collection, Iterator

_NAME = r"[^\W\d]\w*"
# A line that says by itself that it is code, whatever stands around it.
_STATEMENT = re.compile(
    rf"""\s*(?: import\s+[\w.]+ (?:\s+as\s+\w+)? (?:\s*,\s*[\w.\s]+)? \s*(?:\#.*)?$
    | from\s+[\w.]+\s+import\s
    | (?:async\s+)? (?:def|class)\s+\w+\s*[(:\[]
    | (?:(?:async\s+)? (?:for|while|if|elif|with|try|except|finally|else)) \b.* :\s*(?:\#.*)?$
    | @{_NAME} )""",
    re.X,
)
_ASSIGNMENT = re.compile(
    rf"\s*(?P<root>{_NAME})[\w.]*(?:\[[^\]]*\])?(?:\s*,\s*\*?{_NAME}[\w.]*)*\s*(?::\s*[\w.\[\], |]+)?"
    r"\s*(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)\s*\S"
)
_CALL = re.compile(rf"\s*(?P<root>{_NAME})[\w.]*(?:\.\w+|\([^()]*\))*\(.*(?:[),(\[{{]|\bfor\b.*|\#.*)\s*$")
_WEAK = re.compile(r"\s*(?:return|raise|assert|del|pass|break|continue|global|yield|lambda|print)\b")
_CLOSER = re.compile(r"\s*[)\]}]+[\s,:;.]*(?:\#.*)?$")
# Outputs of interpreters and frameworks that no code looks like.
_OUTPUT = re.compile(
    r"\s*(?:\(\w+\):\s|\w*(?:Error|Exception|Warning|Interrupt|Exit)\b\s*(?::|$)|Traceback\b|\d+%\||<\w|-{5,}|\.\.\.)"
)
_REPR = re.compile(rf"\s*(?:[\[({{<]|\d+(?![\d.)]*\s)|{_NAME}\()")
_BINDS = re.compile(
    r"^([\w,* \t()]+)=(?!=)|\b(?:def|class|as)[ \t]+(\w+)|\bimport[ \t]+\(([^)]*)\)"
    r"|\bimport[ \t]+([\w., \t]+)|\bfor[ \t]+([\w, \t()]+?)[ \t]in\b",
    re.M,
)
_WORDS = re.compile(r"\s*\w[\w'-]*[,:]?(?:\s+[\w'-]+[,.:;!?)]*){2,}")
_LONGEST = 400  # a longer line is prose or data, and would only cost time
_CERTAIN = (
    *(ast.Assign, ast.AugAssign, ast.Import, ast.ImportFrom),
    *(ast.FunctionDef, ast.ClassDef, ast.For, ast.With),
)
_SHOWS = frozenset({"print", "display", "help", "exit", "quit", "input", "exec", "eval"})
_BUILTINS = frozenset(dir(builtins)) - {"range", "slice", "set", "frozenset", "dict", "list", "tuple"}
_CONSTANT_CALLS = frozenset({"Size", "tensor", "device", "array"})  # `torch.Size([4, 10])` is an output


def parsed(text: str) -> ast.Module | None:
    """The tree, or None where it does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def is_code(text: str, known: Collection[str], tree: ast.Module | None) -> bool:
    """Whether a text without a prompt of its own is code, perhaps with a syntax error in it."""
    if tree is not None:
        return any(_telling(statement, known) for statement in tree.body)
    return _broken_code(text, known)


def is_indented_code(text: str) -> bool:
    """Whether an indented block or an unnamed fence of Markdown holds Python."""
    tree = parsed(text)
    if tree is None:
        return _broken_code(text, ())
    return any(
        isinstance(s, _CERTAIN) or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Call))
        for s in tree.body
    )


def begins_code(line: str) -> bool:
    """Whether a line looks like code, or like a comment in it."""
    return line.lstrip().startswith("#") or bool(strong(line) or _WEAK.match(line))


def is_prose(text: str) -> bool:
    """Whether the first line reads as words of a language rather than as code."""
    first = text.lstrip().split("\n", 1)[0][:_LONGEST]
    if not _WORDS.match(first):
        return False
    return not (_STATEMENT.match(first) or _ASSIGNMENT.match(first) or _WEAK.match(first))


def is_output(text: str) -> bool:
    """Whether a paragraph between code and prose was printed by a program."""
    if _OUTPUT.match(text):
        return True
    if text.startswith("#") or is_prose(text):
        return False
    if len(text) > _LONGEST:
        return bool(_REPR.match(text))
    tree = parsed(text)
    if tree is not None:
        return bool(tree.body) and not any(_telling(statement, ()) for statement in tree.body)
    return bool(_REPR.match(text))


def mostly_code(text: str) -> bool:
    """Whether a text that does not parse is a Python file with errors rather than prose."""
    good = total = 0
    for line in _lines(text):
        total += 1
        good += bool(strong(line) or _WEAK.match(line) or _CLOSER.match(line))
    return total > 0 and good >= 0.6 * total


def names(text: str) -> set[str]:
    r"""The names that a piece of code binds, parsed or not.

    >>> sorted(names("import torch.nn as nn\nx, y = f(z)\nfor i in w: pass"))
    ['i', 'nn', 'torch', 'x', 'y']
    """
    found: set[str] = set()
    for match in _BINDS.finditer(text):
        found.update(re.findall(r"(?<![\w.])[^\W\d]\w*", match[match.lastindex or 0]))
    return found


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line.strip() and not line.lstrip().startswith("#"):
            yield line


def strong(line: str) -> re.Match[str] | None:
    """The match of a line that looks like code by itself."""
    if len(line) > _LONGEST:
        return None
    return _STATEMENT.match(line) or _ASSIGNMENT.match(line) or _CALL.match(line)


def _broken_code(text: str, known: Collection[str]) -> bool:
    """At least six lines in ten look like code, and one of them can be nothing else."""
    good = total = 0
    certain = False
    for line in _lines(text):
        if _OUTPUT.match(line):
            return False
        if _CLOSER.match(line):
            continue
        total += 1
        match = strong(line)
        if match is None:
            good += bool(_WEAK.match(line))
            continue
        good += 1
        root = match.groupdict().get("root")
        method = re.match(rf"\s*{_NAME}(?:\.\w+)+\(|.*=.*\w\(", line)
        certain = certain or root is None or (root in known if known else bool(method))
    return certain and good >= 0.6 * total


def _telling(statement: ast.stmt, known: Collection[str]) -> bool:
    """Whether a statement is code that someone wrote rather than a value that was printed."""
    if isinstance(statement, ast.Pass) or (isinstance(statement, ast.AnnAssign) and statement.value is None):
        return False
    if not isinstance(statement, ast.Expr):
        return True
    value = statement.value
    if isinstance(value, ast.Call):
        function = value.func
        root = _root(function)
        last = function.attr if isinstance(function, ast.Attribute) else root
        loads = any(isinstance(n, ast.Name) for a in [*value.args, *value.keywords] for n in ast.walk(a))
        if last in _CONSTANT_CALLS and not loads:
            return False
        return root in _SHOWS or root in known or (loads and root in _BUILTINS)
    loaded = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)} - _BUILTINS
    return bool(loaded) and all(name in known for name in loaded)


def _root(node: ast.expr) -> str:
    while True:
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return node.id if isinstance(node, ast.Name) else ""
