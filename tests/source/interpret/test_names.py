"""Names that are nowhere defined, and the many ways to define one. Programs that Python runs are silent."""

from __future__ import annotations

from textwrap import dedent

import pytest
from tests.source.interpret.running import run

SOUND = {
    "defined later, used in a function": """
        def f(): return later
        later = 1
        f()
    """,
    "a function defined later": """
        def f(): return g()
        def g(): return 1
        f()
    """,
    "an import of the same name as a part": """
        import os.path
        import collections.abc as c
        os.getcwd(), c.Iterable
    """,
    "a star import": """
        from math import *
        x = sqrt(tau)
    """,
    "names of except": """
        try:
            raise ValueError('x')
        except (ValueError, KeyError) as error:
            text = str(error)
    """,
    "a handler that defines what is missing": """
        try:
            unicode
        except NameError:
            unicode = str
        unicode('x')
    """,
    "a missing name that is caught": """
        try:
            profile
        except Exception:
            def profile(f): return f
        try:
            nowhere()
        except NameError:
            pass
    """,
    "a name for each release": """
        if sys.version_info[0] < 3:
            text = unicode
            numbers = xrange(3)
        else:
            text = str
        if sys.version_info.major == 2:
            input = raw_input
    """,
    "class scopes": """
        class A:
            x = 1
            y = [i for i in range(x)]
            def m(self): return __class__.x, __class__
            class B:
                z = 2
            w = B.z
        A().m()
    """,
    "module names of a class body": """
        class A:
            name = __name__
            print(__module__, __qualname__)
    """,
    "comprehensions": """
        x = [a + b for a in range(2) for b in range(a)]
        y = {k: v for k, v in {}.items() if k}
        z = list((lambda q: q)(w) for w in range(2))
        n = [last := i for i in range(3)]
        print(last)
    """,
    "del and define again": """
        x = 1
        del x
        x = 2
        print(x)
        for i in range(2): pass
        del i
    """,
    "loops define for later passes": """
        for i in range(3):
            if i > 0: print(previous)
            previous = i
        n = 0
        while n < 3:
            if n: print(before)
            before = n = n + 1
    """,
    "loops over something unknown": """
        for line in sys.argv:
            if line != sys.argv[0]: print(previous)
            previous = line
    """,
    "conditions that are not known": """
        done = len(sys.argv) > 1000
        if done: print(result)
        done and print(result)
        print(result if done else 0)
        x = [result for a in sys.argv if a == 'no such argument']
        result = 1
    """,
    "one way defines it": """
        if len(sys.argv) > 1000: a = 1
        elif sys.argv: a = 2
        print(a)
        with open(os.devnull) as handle: b = 1
        print(b, handle)
    """,
    "global and nonlocal": """
        def start():
            global state
            state = 1
        start()
        print(state)
        def outer():
            def inner():
                nonlocal value
                value = 2
            value = 1
            inner()
            return value
        outer()
    """,
    "match captures": """
        match [1, 2, {'k': 3}]:
            case [first, *others, {'k': value, **rest}] as whole:
                print(first, others, value, rest, whole)
    """,
    "arguments of every kind": """
        def f(a, /, b, *c, d, e=1, **g): return a, b, c, d, e, g
        f(1, 2, d=3)
        (lambda *p, q=1, **r: (p, q, r))()
    """,
    "decorators and defaults": """
        import functools
        limit = 3
        @functools.lru_cache(maxsize=limit)
        def f(x=limit): return x
        f()
    """,
    "names made by exec, globals and setattr": """
        exec('made = 1')
        print(made)
        globals()['other'] = 2
        print(other)
    """,
    "annotations": """
        from __future__ import annotations
        def f(x: Unheard = 1) -> AlsoUnheard: return x
        y: Unknown = 2
        f(y)
    """,
    "builtins and module names": """
        print(__name__, __doc__, __file__, __spec__, NotImplemented, Ellipsis, __debug__, BaseException, _ := 1)
        print(_)
    """,
    "unpacking": """
        (a, (b, *c)), d = (1, (2, 3)), 4
        for e, (f, g) in [(1, (2, 3))]: print(a, b, c, d, e, f, g)
        with open(os.devnull) as h, open(os.devnull) as i: print(h, i)
    """,
    "a guard before": """
        if 'special' in globals(): print(special)
        def f(x):
            if x is None: return nowhere_defined_before
            return 1
        nowhere_defined_before = 2
        f(None)
    """,
    "augmented and chained": """
        a = b = 0
        a += 1
        c = d = a + b
        c -= d
        e: int
        e = 1
        print(e)
    """,
    "recursion and mutual calls": """
        def even(n): return n == 0 or odd(n - 1)
        def odd(n): return n != 0 and even(n - 1)
        class Node:
            def copy(self): return Node()
        Node().copy(), even(4)
    """,
    "generators and async": """
        import asyncio
        async def f():
            return [x async for x in g()]
        async def g():
            for i in range(2): yield i
        asyncio.run(f())
    """,
    "a name that is used only where it is never reached": """
        if False: print(nothing_here)
        def f():
            return 1
            nothing_here
        f()
    """,
}
FAULTY = {
    "never defined": ("x = nowhere + 1\ny = nowhere\n", [("nowhere", 1, None)]),
    "defined later": ("y = x + 1\nx = 1\n", [("x", 1, 2)]),
    "in a function": ("def f():\n    return nowhere\nf()\n", [("nowhere", 2, None)]),
    "in a function that nobody calls": ("def f(a):\n    return a + nowhere\n", [("nowhere", 2, None)]),
    "in a method that nobody calls": (
        "class A:\n    def m(self):\n        return nowhere\n",
        [("nowhere", 3, None)],
    ),
    "in a loop, once": ("for i in range(3):\n    nowhere\n", [("nowhere", 2, None)]),
    "under a condition that is not known": ("if len(sys.argv) > 1:\n    nowhere\n", [("nowhere", 2, None)]),
    "a class used before it is defined": ("n = Net()\nclass Net: pass\n", [("Net", 1, 2)]),
    "a base class that is nowhere": ("class Net(Base): pass\n", [("Base", 1, None)]),
    "a decorator that is nowhere": ("@cache\ndef f(): pass\n", [("cache", 1, None)]),
    "caught by a handler for something else": (
        "try:\n    nowhere\nexcept ValueError:\n    pass\n",
        [("nowhere", 2, None)],
    ),
    "a misspelt name among good ones": ("import math\nx = maths.pi\n", [("maths", 2, None)]),
}


def names(code):
    faults = run(code).names
    return [(f.name, f.span.line - 1, f.defined_later and f.defined_later.line - 1) for f in faults]


@pytest.mark.parametrize("code", SOUND.values(), ids=SOUND)
def test_what_python_runs_is_silent(code, tmp_path, capsys):
    text = "import os, sys\n" + dedent(code)
    if "__future__" in text:
        text = dedent(code).lstrip()
    exec(compile(text, "page.py", "exec"), {"__name__": "__main__", "__file__": "page.py", "__spec__": None})
    assert names(text) == []


@pytest.mark.parametrize(("code", "expected"), FAULTY.values(), ids=FAULTY)
def test_a_missing_name_is_told_once(code, expected):
    assert names("import sys\n" + code) == expected


def test_a_name_is_told_once_though_its_function_runs_often():
    code = "def f(x):\n    return x + nowhere\nfor i in range(3):\n    f(i)\n"
    assert names("import sys\n" + code) == [("nowhere", 2, None)]


def test_a_snippet_without_imports_may_leave_names_out():
    assert names("model = Net()\noptimizer.step()\n") == []
