"""The language around networks: what the interpreter makes of it is what Python and torch make of it."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import differences

CASES = {
    "a class as a decorator": """
        class Count:
            def __init__(self, f):
                self.f, self.n = f, 0
            def __call__(self, *a):
                self.n += 1
                return self.f(*a)
        @Count
        def twice(x): return x * 2
        x = twice(1), twice(4), twice.n
    """,
    "a property with setter and deleter": """
        class A:
            def __init__(self): self._x = 1
            @property
            def x(self): return self._x
            @x.setter
            def x(self, v): self._x = v * 2
            @x.deleter
            def x(self): self._x = 0
        class B(A):
            @property
            def x(self): return super().x + 100
        class C(A):
            @A.x.setter
            def x(self, v): self._x = v * 3
        a, c = A(), C()
        a.x = 4
        c.x = 4
        before, other, third = a.x, B().x, c.x
        del a.x
        after = a.x
    """,
    "subclasses that register themselves": """
        class Base:
            known = {}
            def __init_subclass__(cls, tag=None, **more):
                super().__init_subclass__(**more)
                Base.known[cls.__name__] = tag
        class A(Base, tag=1): pass
        class B(A): pass
        x = dict(Base.known)
    """,
    "objects made by __new__": """
        class Single:
            one = None
            def __new__(cls):
                if cls.one is None:
                    cls.one = super().__new__(cls)
                    cls.one.n = 0
                return cls.one
            def __init__(self): self.n += 1
        class Other:
            def __new__(cls, v): return v
        Single()
        x = Single() is Single(), Single().n, Other(5)
    """,
    "method resolution order": """
        class A: pass
        class B(A): pass
        class C(A): pass
        class D(B, C): pass
        x = [k.__name__ for k in D.__mro__], [k.__name__ for k in D.__bases__]
    """,
    "a context manager that takes the error": """
        class Log:
            def __init__(self, takes): self.log, self.takes = [], takes
            def __enter__(self):
                self.log.append("in")
                return self
            def __exit__(self, *error):
                self.log.append("out")
                return self.takes
        with Log(True) as a:
            raise ValueError
        b = Log(False)
        try:
            with b: raise KeyError
        except KeyError:
            b.log.append("caught")
        x, y = a.log, b.log
    """,
    "what __getattr__ does not know": """
        class A:
            def __getattr__(self, name):
                if name == "x": return 1
                raise AttributeError(name)
        x = A().x, hasattr(A(), "x"), hasattr(A(), "y"), getattr(A(), "y", 9)
    """,
    "an ordered dict": """
        from collections import OrderedDict
        d = OrderedDict(a=1, b=2, c=3)
        d.move_to_end("a")
        d.move_to_end("c", last=False)
        x = list(d), d.popitem(last=False), d.popitem(), list(d)
        del d
    """,
    "a dataclass with another field": """
        from dataclasses import dataclass, replace
        @dataclass
        class A:
            n: int
            def __post_init__(self): self.twice = 2 * self.n
        a = replace(A(3), n=9)
        x = a.n, a.twice
    """,
    "numbers of the command line": """
        import argparse
        from types import SimpleNamespace
        p = argparse.ArgumentParser()
        p.add_argument("--n-layers", "-n", type=int, default=4)
        p.add_argument("--dims", nargs="+", type=int, default=[1, 2])
        p.add_argument("-k", default="3", type=int)
        args = p.parse_args([])
        args.extra = 5
        s = SimpleNamespace(a=1)
        s.b = 2
        x = args.n_layers, args.dims, args.k, args.extra, s.a, s.b
    """,
    "members of an enum with parts of their own": """
        from enum import Enum
        class Size(Enum):
            SMALL = (1, 2)
            LARGE = (3, 4)
            def __init__(self, depth, width):
                self.depth, self.width = depth, width
            @property
            def both(self): return self.depth * self.width
        x = Size.SMALL.depth, Size.LARGE.width, Size.LARGE.both, Size.SMALL.value, Size["LARGE"].name
    """,
    "names of the module by their text": """
        def small(): return 1
        def large(): return 2
        name = "la" + "rge"
        x = globals()[name](), "small" in globals()
    """,
    "arguments in the exception": """
        try: raise KeyError("k", 3)
        except KeyError as e: x = e.args
    """,
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_the_values_are_pythons(code: str) -> None:
    assert differences(code) == {}
