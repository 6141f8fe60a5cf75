"""Numbers, text, lists, sets, dicts and the library around them. As Python gives them."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import differences

CASES = {
    "numbers": """
        a = 2 ** 3, 7 // 2, -7 // 2, 7 % 3, 1 << 4, 6 & 3, 6 | 1, 6 ^ 2, ~5, 7 / 2, 2 ** -1, 10**6
        b = 0.1 + 0.2, 1e3, 5 // 2.0, 2 ** 0.5, True + 1, 1_000, 1j * 1j, complex(1, 2)
        c = divmod(7, 2), abs(-3), pow(2, 5), round(2.5), round(2.567, 1), max(8, int(33 + 8 / 2) // 8 * 8)
        d = int('12'), int(' -7 '), int('ff', 16), int(2.9), float('1.5'), bool(''), int(True), hex(255)
        import math
        e = math.sqrt(16), math.ceil(2.1), math.floor(2.9), math.log2(8), math.prod([2, 3]), math.isqrt(17)
    """,
    "conditions": """
        a = 0 or 5, 3 and 4, None or [], not 0, 1 < 2 < 3, 1 < 3 < 2, 1 if 3 > 2 else 0, 'x' if [] else 'y'
        b = 1 == 1.0, None is None, [] == [], () == (), 1 in [1], 2 not in (2,), [1, 2] < [1, 3], 'a' < 'b'
        c = [1] == (1,), {'a': 1} == {'a': 1}, {1, 2} == {2, 1}, 'a' == 1, [1, 2] != [1]
    """,
    "assignment": """
        a, b = 1, 2
        a, b = b, a
        (c, d), e = (1, 2), 3
        f, *g = [1, 2, 3]
        *h, i = 'abc'
        j = k = [1]
        j.append(2)
        for q, (r, s) in [(1, (2, 3))]:
            pass
        [u, v] = (5, 6)
        w, = [7]
        x = 1, *[2, 3]
        if (n := 10) > 5:
            m = n
        y = [z for t in range(4) if (z := t * 2) > 2]
    """,
    "text": """
        n, name = 3, 'conv'
        a = f'{name}{n}', f'{n:03d}', f'{2.5:.2f}', f'{name!r}', f'{n + 1}', f'{name:>6}', f'{n=}', f'{[1, n]}'
        b = 'layer%d' % n, '%s_%d' % (name, n), '{}-{}'.format(name, n), '{a}'.format(a=1), str((1, None))
        c = name.upper(), name.replace('c', 'k'), name.startswith('c'), name.split('n'), '-'.join(['a', 'b'])
        d = name[0], name[1:], name * 2, name[::-1], 'a' in 'cat', ord('a'), chr(98), [int(t) for t in '1,2'.split(',')]
        e = '12'.isdigit(), ' a '.strip(), 'ab'.find('b'), 'aab'.count('a'), 'a.b'.rsplit('.', 1), name.title()
    """,
    "lists": """
        l = [3, 1, 2]
        l.append(4); l.extend([5]); l.insert(0, 9); l.remove(1)
        a = l[:], l.pop(), l.pop(0), l.index(2), l.count(3)
        l.sort(); b = l[:]
        l.reverse(); c = l[::-1]
        l += (7,); l[0] = 8; l[1:2] = [6, 6]; d = l[:]
        del l[0]; e = l[-1], l[::2], len(l), 6 in l
        f = [0] * 3, [[0] * 2 for _ in range(2)], [1] + [2], (1, 2) * 2, list('abc'), tuple([1])
        m = l.copy(); m.clear(); g = m, not m
        h = sorted([3, -1, 2], key=abs), sorted('ba', reverse=True), sorted([(2, 'a'), (1, 'b')]), min([4, -5], key=abs)
    """,
    "sets": """
        s = {1, 2}
        s.add(3); s.add(1); s.discard(1); s.update([4])
        a = {1, 2} | {3}, {1, 2} & {2}, {1, 2} - {1}, {1, 2} ^ {2, 3}, {1} <= {1, 2}, len({1, 1}), 3 in s
        b = set('aab'), {x % 2 for x in range(5)}, frozenset([1]), set([1]).union([2]), {1}.issubset({1, 2})
    """,
    "dicts": """
        d = {'a': 1, 'b': 2}
        d['c'] = 3
        a = d.get('z'), d.get('z', 5), d.pop('a'), d.setdefault('k', 7), 'b' in d, d.pop('q', None)
        d.update({'q': 1}, w=2)
        b = list(d), len(d), [(k, v) for k, v in d.items()], list(d.values()), d.popitem()
        del d['b']
        c = d.copy(), {v: k for k, v in {'x': 1}.items()}, dict(zip('ab', [1, 2])), dict([('a', 1)]), dict(a=1)
        e = {1: 'a', (1, 2): 'c', None: 'd'}[(1, 2)], {**{'a': 1}, 'b': 2}, {'a': 1} | {'b': 2}
        f = dict.fromkeys(['a'], 0), max({'a': 1, 'b': 3}.items(), key=lambda t: t[1]), sorted({'b': 1, 'a': 2})
        nested = {'x': {'y': [1]}}
        nested['x']['y'].append(2)
        nested['x']['z'] = nested['x']['y'][-1] + 1
    """,
    "special dicts": """
        from collections import Counter, OrderedDict, defaultdict, deque
        lists, counts = defaultdict(list), defaultdict(int)
        lists['x'].append(1); lists['x'].append(2)
        for ch in 'aab':
            counts[ch] += 1
        a = lists['x'], len(lists), dict(counts), Counter('aab')['a'], Counter([1, 1, 2]).most_common(1)
        b = list(OrderedDict([('a', 1), ('b', 2)]).items()), list(deque([1, 2]))
        del lists, counts
    """,
    "comprehensions": """
        x = 5
        a = [x * y for x in range(3) for y in range(x)], x
        b = {k: v for k, v in zip('abc', [1, 2, 3]) if v != 2}
        c = sum(t for t in range(10) if t % 2), [[j for j in range(i)] for i in range(3)], [*range(2), *'ab']
        d = list(map(lambda t: t + 1, [1, 2])), list(filter(None, [0, 1])), any(v > 2 for v in [1, 3]), all([])
        e = list(enumerate('ab', 1)), list(zip(range(3), 'abc')), list(reversed([1, 2])), next(iter([]), 'none')
    """,
    "itertools": """
        from itertools import accumulate, chain, combinations, count, cycle, islice, pairwise, permutations
        from itertools import product, repeat, starmap, takewhile, zip_longest
        a = list(chain([1], (2, 3))), list(chain.from_iterable([[1], [2]])), list(product([1, 2], 'ab'))
        b = list(combinations([1, 2, 3], 2)), list(permutations([1, 2])), list(accumulate([1, 2, 3]))
        c = list(islice(count(5), 3)), list(islice(cycle('ab'), 3)), list(repeat(7, 2)), list(zip(count(), 'ab'))
        d = list(zip_longest([1, 2], [3])), list(starmap(pow, [(2, 3)])), list(takewhile(bool, [1, 0, 2]))
        e = [(i, lo, hi) for i, (lo, hi) in enumerate(pairwise([4, 8, 16]))]
    """,
    "copies": """
        import copy
        x = [[1], (2, [3])]
        y, z = copy.deepcopy(x), copy.copy(x)
        y[0].append(5); z[0].append(6); y[1][1].append(7)
        class A:
            def __init__(self): self.l = [1]
        p = A()
        q = copy.deepcopy(p)
        q.l.append(2)
        a = p.l, q.l
        s = [1]
        t = copy.deepcopy([s, s])
        t[0].append(2)
        del p, q
    """,
    "other modules": """
        import operator, os
        a = os.path.join('a', 'b'), os.path.basename('a/b.py'), os.path.splitext('b.py')
        b = operator.add(1, 2), operator.itemgetter(1)([5, 6]), operator.mul(2, 3)
        c = range(3), len(range(0, 10, 3)), range(5)[2], 3 in range(5), list(range(3, 0, -1)), slice(1, 2).start
    """,
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_a_program_gives_what_python_gives(code):
    assert differences(code) == {}
