"""Branches, loops, exceptions, `with` and `match`. As Python runs them."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import differences

CASES = {
    "break, continue and else": """
        a = []
        for i in range(5):
            if i == 1: continue
            if i == 4: break
            a.append(i)
        else:
            a.append('else')
        for i in range(2): pass
        else:
            b = 'else'
        c = [(i, j) for i in range(3) for j in range(3) if j <= i]
        d = []
        for i in range(3):
            for j in range(3):
                if j > i: break
                d.append((i, j))
    """,
    "while": """
        n, c = 10, 0
        while n > 0:
            n -= 3
            c += 1
        size, layers = 64, []
        while size > 4:
            layers.append(size)
            size //= 2
        k = 0
        while True:
            k += 1
            if k > 5: break
    """,
    "a handler takes its own exceptions": """
        def f(x):
            try:
                if x < 0:
                    raise ValueError('neg')
                return 'ok'
            except ValueError as e:
                return 'bad'
        class Mine(Exception): pass
        def g():
            out = []
            try:
                out.append(1)
                raise KeyError('k')
            except (IndexError, ValueError):
                out.append(2)
            except LookupError:
                out.append(3)
            else:
                out.append(4)
            finally:
                out.append(5)
            return out
        def h():
            try:
                try:
                    raise Mine('x')
                except ValueError:
                    return 1
            except Mine:
                return 2
        def again():
            try:
                try:
                    raise Mine
                except Exception:
                    raise
            except Mine:
                return 'again'
        a = f(1), f(-1), g(), h(), again()
    """,
    "what Python raises": """
        out = []
        try: {'a': 1}['b']
        except KeyError: out.append('key')
        try: [1][5]
        except IndexError: out.append('index')
        try: 1 / 0
        except ArithmeticError: out.append('zero')
        try: int('x')
        except ValueError: out.append('int')
        try: assert 1 > 2
        except AssertionError: out.append('assert')
        try: next(iter([]))
        except StopIteration: out.append('stop')
        try: [1].index(3)
        except ValueError: out.append('index of')
        try: out.append('fine')
        except Exception: out.append('not here')
        else: out.append('else')
    """,
    "finally runs on the way out": """
        log = []
        def f():
            try:
                return 'value'
            finally:
                log.append('finally')
        a = f()
    """,
    "context managers": """
        import contextlib
        class M:
            def __init__(self): self.state = 'new'
            def __enter__(self):
                self.state = 'in'
                return self
            def __exit__(self, *a):
                self.state = 'out'
        with M() as m:
            a = m.state
        b = m.state
        @contextlib.contextmanager
        def tag(name):
            yield name + '!'
        with tag('x') as t, tag('y') as u:
            c = t, u
        with contextlib.suppress(KeyError):
            raise KeyError
            c = 'not reached'
        with contextlib.nullcontext(3) as n:
            pass
        del m
    """,
    "match": """
        class P:
            __match_args__ = ('x', 'y')
            def __init__(self, x, y): self.x, self.y = x, y
        def f(v):
            match v:
                case 0: return 'zero'
                case 1 | 2: return 'few'
                case str(): return 'text'
                case [a, b]: return a + b
                case [a, *rest]: return rest
                case {'k': x}: return x
                case int() if v > 10: return 'big'
                case None: return 'none'
                case P(0, y): return y
                case P(x=1, y=q): return -q
                case _: return 'other'
        a = [f(v) for v in (0, 2, 'x', [1, 2], [1, 2, 3], {'k': 4}, 11, None, 5)]
        b = f(P(0, 3)), f(P(1, 4)), f(P(2, 2))
    """,
    "a known condition takes one way": """
        a = []
        if 0: a.append(undefined_here())
        elif 1 < 2: a.append('elif')
        else: a.append('else')
        b = 'x' if not a else 'y'
        if __name__ == '__main__': c = 'main'
    """,
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_a_program_gives_what_python_gives(code):
    assert differences(code) == {}
