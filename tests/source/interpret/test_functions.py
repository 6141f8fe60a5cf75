"""Functions: closures, arguments, decorators, generators. Each program gives what Python itself gives."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import differences, value_of

CASES = {
    "a closure sees later changes": """
        def outer(n):
            total = n
            def add(k):
                return total + k
            total = total * 2
            return add
        a = outer(3)(4)
    """,
    "a loop's variable is looked up late": """
        a = [f() for f in [lambda: i for i in range(3)]]
        b = [f() for f in [lambda i=i: i for i in range(3)]]
    """,
    "nonlocal": """
        def counter():
            n = 0
            def up(by=1):
                nonlocal n
                n += by
                return n
            return up
        up, other = counter(), counter()
        a = up(), up(5), other()
    """,
    "global": """
        count = 0
        def bump():
            global count, fresh
            count += 1
            fresh = count * 10
        bump(); bump()
    """,
    "defaults, star and keyword-only arguments": """
        def f(a, b=2, *rest, c, d=4, **more):
            return a, b, rest, c, d, more
        a = f(1, c=3)
        b = f(1, 5, 6, 7, c=3, e=9)
        c = f(*[1, 2, 3], **{'c': 8, 'z': 1})
        def g(a, /, b, *, c=1):
            return (a, b, c)
        d = g(1, b=2, c=3)
    """,
    "a mutable default is shared": """
        def h(x, y=[]):
            y.append(x)
            return list(y)
        a = h(1), h(2)
    """,
    "mutual recursion": """
        def even(n): return True if n == 0 else odd(n - 1)
        def odd(n): return False if n == 0 else even(n - 1)
        a = even(10)
        def fact(n): return 1 if n <= 1 else n * fact(n - 1)
        b = fact(20)
    """,
    "decorators": """
        from functools import wraps
        def deco(fn):
            @wraps(fn)
            def inner(*args, **kwargs):
                return fn(*args, **kwargs) + 1
            return inner
        def times(k):
            def outer(fn):
                def inner(*a): return fn(*a) * k
                return inner
            return outer
        @deco
        def g(x): return x * 2
        @times(10)
        @deco
        def h(x): return x
        class K:
            @deco
            def w(self, x): return x
        a = g(3), h(3), K().w(1)
    """,
    "partial and reduce": """
        from functools import partial, reduce
        def f(a, b, c=0): return (a, b, c)
        p = partial(f, 1, c=5)
        a = p(2), p(2, c=9), p.args, p.keywords
        b = reduce(lambda x, y: x * y, [1, 2, 3, 4]), partial(p, 7)()
        del p
    """,
    "generators": """
        def g(n):
            for i in range(n):
                yield i * 2
        def h():
            yield 1
            yield from g(2)
            yield 5
        a = list(g(3)), [x + 1 for x in g(2)], sum(g(4)), list(h())
        first, *rest = h()
    """,
    "a generator gives each item once": """
        def g():
            yield 1
            yield 2
        it = g()
        a = next(it), next(it), next(it, 'done'), list(it)
        del it
    """,
    "a generator without an end": """
        import itertools
        def evens():
            n = 0
            while True:
                yield n
                n += 2
        a = list(itertools.islice(evens(), 3))
        it = evens()
        b = [next(it) for _ in range(3)]
        del it
    """,
    "an early return": """
        def f(n):
            for i in range(n):
                if i == 2:
                    return 'found'
            return 'none'
        a = f(2), f(5)
    """,
    "functions as values": """
        table = {'a': lambda x: x + 1, 'b': abs, 'c': str.upper}
        a = table['a'](1), table['b'](-3)
        compose = lambda *fs: lambda x: [x := f(x) for f in fs][-1]
        b = compose(lambda v: v + 1, lambda v: v * 2)(3)
        c = (lambda *a, k=2, **kw: (a, k, kw))(1, 2, z=3)
        del table
    """,
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_a_program_gives_what_python_gives(code):
    assert differences(code) == {}


def test_a_missing_argument_is_unknown():
    code = """
        def f(a, b=2):
            return b
        x = f()
    """
    assert value_of(code, "x") == 2


def test_a_call_without_return_gives_none():
    assert value_of("def f(): pass\nx = f()", "x") is None
