"""Classes: inheritance, special methods, properties, dataclasses, enums. As Python gives them."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import differences

A = """
        class A:
            kind = 'a'
            count = 0
            def __init__(self, x):
                self.x = x
                A.count += 1
            def get(self):
                return self.x
"""
CASES = {
    "inheritance and class attributes": A
    + """
        class B(A):
            kind = 'b'
            def __init__(self, x, y):
                super().__init__(x)
                self.y = y
            def get(self):
                return super().get() + self.y
        a = B(1, 2).get(), B.kind, A.kind, B(0, 0).kind, A.count
        B.kind = 'c'
        b = B(0, 0).kind, B.__name__, type(B(0, 0)).__name__, B(0, 0).__class__ is B
    """,
    "static and class methods": A
    + """
            @staticmethod
            def twice(v): return v * 2
            @classmethod
            def make(cls, v): return cls(v + 1)
        class C(A):
            @classmethod
            def make(cls, v):
                made = super().make(v)
                made.extra = 5
                return made
        a = A.twice(4), C.twice(5), A(1).twice(3), A.make(3).x, A(0).make(1).x
        b = C.make(3).extra, C.make(1).x, type(C.make(1)) is C
    """,
    "a property with a setter": A
    + """
            @property
            def double(self): return self.x * 2
            @double.setter
            def double(self, v): self.x = v // 2
        m = A(4)
        a = m.double
        m.double = 20
        b = m.x
        class K:
            def __init__(self): self._v = 3
            v = property(lambda self: self._v)
        c = K().v
    """,
    "super with arguments and a diamond": """
        class A:
            def __init__(self, x): self.x = x
            def who(self): return 'A'
        class B(A):
            def __init__(self, x): super(B, self).__init__(x + 1)
            def who(self): return 'B' + super(B, self).who()
        class C(A):
            def who(self): return 'C' + super().who()
        class D(B, C):
            def who(self): return 'D' + super().who()
        a = D(1).x, D(1).who()
    """,
    "cooperative mixins": """
        class Base:
            def __init__(self, **kw):
                self.log = ['Base']
        class M1(Base):
            def __init__(self, a=1, **kw):
                super().__init__(**kw)
                self.a = a
                self.log.append('M1')
        class M2(Base):
            def __init__(self, b=2, **kw):
                super().__init__(**kw)
                self.b = b
                self.log.append('M2')
        class Z(M1, M2):
            pass
        z = Z(a=5, b=6)
        a = z.a, z.b, z.log
    """,
    "containers": """
        class V:
            def __init__(self, items): self.items = items
            def __len__(self): return len(self.items)
            def __getitem__(self, i): return self.items[i]
            def __setitem__(self, i, v): self.items[i] = v
            def __delitem__(self, i): del self.items[i]
            def __iter__(self): return iter(self.items)
            def __contains__(self, x): return x in self.items
            def __call__(self, k): return k + len(self)
        v = V([1, 2, 3])
        a = len(v), v[0], v[-1], v[1:], list(v), v(4), sum(v), max(v), [x * 2 for x in v]
        v[0] = 9
        b = 9 in v, 7 in v, bool(v), not V([])
        del v[1]
        c = list(v)
        first, *others = v
    """,
    "operators": """
        class V:
            def __init__(self, items): self.items = items
            def __add__(self, o): return V(self.items + o.items)
            def __rmul__(self, k): return V([k * i for i in self.items])
            def __neg__(self): return V([-i for i in self.items])
            def __eq__(self, o): return self.items == o.items
            def __lt__(self, o): return len(self.items) < len(o.items)
            def __iadd__(self, o):
                self.items.append(o)
                return self
            def __bool__(self): return bool(self.items)
            def __str__(self): return 'vee'
            def __repr__(self): return 'V'
        v, w = V([1]), V([2, 3])
        a = (v + w).items, (2 * w).items, (-v).items, v == V([1]), v == w, v != w, v < w, v > w
        v += 5
        b = v.items, bool(V([])), 1 if V([]) else 2, not v
        c = str(v), repr(v), f'{v} {w!r}', [str(x) for x in sorted([w, V([])])]
    """,
    "its own iterator": """
        class Count:
            def __init__(self, n): self.n, self.i = n, 0
            def __iter__(self): return self
            def __next__(self):
                if self.i >= self.n:
                    raise StopIteration
                self.i += 1
                return self.i
        a = list(Count(4)), [x for x in Count(3)]
        total = 0
        for x in Count(5):
            total += x
    """,
    "attributes by name": """
        class C: pass
        o = C()
        setattr(o, 'k', 3)
        a = getattr(o, 'k'), getattr(o, 'z', 7), hasattr(o, 'k'), hasattr(o, 'z')
        for i in range(3):
            setattr(o, f'layer{i}', i)
        b = [getattr(o, f'layer{i}') for i in range(3)]
        o.__dict__['w'] = 5
        c = o.w, sorted(vars(o))
        del o.k
        d = hasattr(o, 'k')
    """,
    "attribute hooks": """
        class A:
            def __getattr__(self, name): return name.upper()
        class B:
            def __setattr__(self, name, value): object.__setattr__(self, name, value * 2)
        class C:
            def __setattr__(self, name, value): super().__setattr__(name, value + 1)
        b, c = B(), C()
        b.x = c.x = 4
        a = A().hello, b.x, c.x
        del b, c
    """,
    "an attribute that is None is there": """
        class A:
            x = None
            def __init__(self): self.y = None
        a = A().x, A().y, hasattr(A(), 'x'), getattr(A(), 'x', 3), A.x
    """,
    "class bodies have a scope of their own": """
        x = 1
        class K:
            x = 5
            y = x + 1
            z = [i for i in range(x)]
            def m(self): return x
            class Inner:
                w = 2
        a = K.x, K.y, K.z, K().m(), K.Inner.w
        def f():
            x = 2
            class L:
                y = x
                def g(self): return x
            return L.y, L().g()
        b = f()
    """,
    "isinstance": """
        class A: pass
        class B(A): pass
        a = isinstance(B(), A), isinstance(A(), B), isinstance(3, int), isinstance('x', (int, str))
        b = isinstance(True, int), isinstance([1], list), isinstance({1}, list), isinstance(None, type(None))
        c = issubclass(B, A), issubclass(A, B), type(3) is int, type('x') == str, type(B()) is B
        d = callable(len), callable(3), callable(A), isinstance(A, type), isinstance(A(), object)
        from collections.abc import Iterable, Sequence
        import numbers
        e = isinstance([1], Iterable), isinstance((1,), Sequence), isinstance(3, Iterable)
        f = isinstance(3, numbers.Number), isinstance('a', numbers.Number)
    """,
    "dataclasses": """
        from dataclasses import dataclass, field, replace, asdict
        @dataclass
        class C:
            n: int
            width: int = 4
            items: list = field(default_factory=list)
            def area(self): return self.n * self.width
        @dataclass
        class D(C):
            deep: bool = False
            def __post_init__(self): self.big = self.width * 10
        c = C(3)
        c.items.append(1)
        a = c.n, c.width, c.items, c.area(), C(1).items, C(1, width=9).width
        d = D(1, 2, deep=True)
        b = d.n, d.deep, d.big
        @dataclass(frozen=True)
        class E:
            x: int = 1
        e = E().x, E(5) == E(5), E(1) == E(2), replace(E(3), x=4).x, asdict(E(2))
        del c, d
    """,
    "named tuples": """
        from collections import namedtuple
        from typing import NamedTuple
        P = namedtuple('P', 'x y')
        Q = namedtuple('Q', ['a', 'b'], defaults=[7])
        class R(NamedTuple):
            w: int
            z: int = 5
            def total(self): return self.w + self.z
        p, r = P(1, y=2), R(2)
        a = p.x, p.y, p[0], p[-1], len(p), p._replace(x=9).x, Q(3).b, p == P(1, 2), p == (1, 2)
        x, y = p
        b = r.w, r.z, r.total(), r[1], tuple(r), [v for v in r], isinstance(r, tuple)
        del p, r
    """,
    "enums": """
        from enum import Enum, IntEnum, auto
        class Color(Enum):
            RED = 1
            BLUE = auto()
            def shout(self): return self.name + '!'
        class N(IntEnum):
            A = 3
        class S(str, Enum):
            X = 'x'
        a = Color.RED.value, Color.RED.name, Color(2).name, Color['BLUE'].value, Color.RED.shout()
        b = Color.RED == Color.RED, Color.RED is Color.BLUE, Color.RED in (Color.RED,), isinstance(Color.RED, Color)
        c = [m.name for m in Color], len(Color), {Color.RED: 5}[Color.RED]
        d = N.A + 1, N.A == 3, [0] * N.A, S.X == 'x', {'x': 1}[S.X]
    """,
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_a_program_gives_what_python_gives(code):
    assert differences(code) == {}
