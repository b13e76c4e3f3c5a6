# Classic exercises, written tersely.
import sys, os, re, json, random, collections, itertools, functools, math, time, string, datetime
# inventory / matrix / bank / text adventure / LRU / trie / graph / parser / life / sudoku / huffman / mandelbrot / roman / anagram
class Trie:
    def __init__(self): self.root = {}
    def insert(self, w):
        n = self.root
        for c in w: n = n.setdefault(c, {})
        n['$'] = True
    def find(self, p):
        n = self.root
        for c in p:
            if c not in n: return []
            n = n[c]
        out = []
        def walk(n, acc):
            for k, v in sorted(n.items(), key=lambda kv: kv[0]):
                if k == '$': out.append(p + acc)
                else: walk(v, acc + k)
        walk(n, ''); return out
t = Trie(); [t.insert(w) for w in 'car cart care dog do'.split()]; print(t.find('car'), t.find('d'), t.find('z'))
import heapq
def dijkstra(g, s):
    d = {s: 0}; pq = [(0, s)]; prev = {}
    while pq:
        c, u = heapq.heappop(pq)
        if c > d.get(u, math.inf): continue
        for v, w in g.get(u, {}).items():
            if (nc := c + w) < d.get(v, math.inf): d[v] = nc; prev[v] = u; heapq.heappush(pq, (nc, v))
    return d, prev
print(dijkstra({'a': {'b': 7, 'c': 9, 'f': 14}, 'b': {'c': 10, 'd': 15}, 'c': {'d': 11, 'f': 2}, 'd': {'e': 6}, 'f': {'e': 9}}, 'a'))
def huffman(s):
    h = [[n, i, c] for i, (c, n) in enumerate(sorted(collections.Counter(s).items()))]; heapq.heapify(h); k = len(h)
    while len(h) > 1: a, b = heapq.heappop(h), heapq.heappop(h); heapq.heappush(h, [a[0] + b[0], k, (a, b)]); k += 1
    codes = {}
    def walk(n, p):
        if isinstance(n[2], tuple): walk(n[2][0], p + '0'); walk(n[2][1], p + '1')
        else: codes[n[2]] = p or '0'
    walk(h[0], ''); return codes
print(sorted(huffman('abracadabra').items()))
def solve(b):
    for i in range(81):
        if b[i] == 0:
            r, c = divmod(i, 9); used = {b[r * 9 + k] for k in range(9)} | {b[k * 9 + c] for k in range(9)} | {b[(r // 3 * 3 + k // 3) * 9 + c // 3 * 3 + k % 3] for k in range(9)}
            for v in range(1, 10):
                if v not in used:
                    b[i] = v
                    if solve(b): return True
            b[i] = 0; return False
    return True
b = [int(c) for c in '530070000600195000098000060800060003400803001700020006060000280000419005000080079']; solve(b); print(''.join(map(str, b)))
def life(cells, n):
    for _ in range(n):
        c = collections.Counter((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
        cells = {p for p, k in c.items() if k == 3 or k == 2 and p in cells}
    return sorted(cells)
print(life({(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}, 4))
class Parser:
    def __init__(self, s): self.t = re.findall(r'\d+\.?\d*|[-+*/^()]', s); self.i = 0
    def peek(self): return self.t[self.i] if self.i < len(self.t) else None
    def eat(self): self.i += 1; return self.t[self.i - 1]
    def expr(self):
        v = self.term()
        while self.peek() in ('+', '-'): v = v + self.term() if self.eat() == '+' else v - self.term()
        return v
    def term(self):
        v = self.factor()
        while self.peek() in ('*', '/'): v = v * self.factor() if self.eat() == '*' else v / self.factor()
        return v
    def factor(self):
        v = self.atom()
        if self.peek() == '^': self.eat(); v = v ** self.factor()
        return v
    def atom(self):
        if self.peek() == '-': self.eat(); return -self.atom()
        if self.peek() == '(': self.eat(); v = self.expr(); self.eat(); return v
        return float(self.eat())
for e in ('1+2*3', '(1+2)*3', '2^3^2', '-4/2+10', '10/(5-5)'):
    try: print(e, Parser(e).expr())
    except ZeroDivisionError as x: print(e, x)
def roman(n): return ''.join((s * (n // v), n := n % v)[0] for v, s in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), 'M CM D CD C XC L XL X IX V IV I'.split()))
print(roman(1994), roman(3888), [*map(roman, range(1, 11))])
print(*(''.join('#' if abs(functools.reduce(lambda z, _: z * z + complex(x / 20 - 1.5, y / 8) if abs(z) < 4 else z, range(30), 0)) < 2 else '.' for x in range(45)) for y in range(-7, 8)), sep='\n')
print(sorted(collections.Counter(tuple(sorted(w)) for w in 'listen silent enlist google elbow below'.split()).values()), list(itertools.takewhile(lambda p: p < 60, (n for n in itertools.count(2) if all(n % d for d in range(2, int(n ** .5) + 1))))))
def hanoi(n, a='A', b='B', c='C'):
    if n: yield from hanoi(n - 1, a, c, b); yield a, c; yield from hanoi(n - 1, b, a, c)
print(list(hanoi(3)), sum(1 for _ in hanoi(10)))
def perms(s): return [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])]
print(perms('abc'), math.comb(10, 3), math.perm(5), math.gcd(48, 18), math.lcm(4, 6), math.isqrt(99), math.prod([1, 2, 3]), math.dist((0, 0), (3, 4)))
def merge_sort(a): return a if len(a) < 2 else (lambda l, r: [((l.pop(0) if l[0] <= r[0] else r.pop(0)) if l and r else (l or r).pop(0)) for _ in range(len(a))])(merge_sort(a[:len(a) // 2]), merge_sort(a[len(a) // 2:]))
print(merge_sort([5, 2, 9, 1, 5, 6]), (lambda q: q(q, [3, 6, 1, 8]))(lambda q, a: a if len(a) < 2 else q(q, [x for x in a[1:] if x < a[0]]) + [a[0]] + q(q, [x for x in a[1:] if x >= a[0]])))
class LRU(collections.OrderedDict):
    def __init__(self, n): super().__init__(); self.n = n
    def __getitem__(self, k): v = super().__getitem__(k); self.move_to_end(k); return v
    def __setitem__(self, k, v):
        super().__setitem__(k, v); self.move_to_end(k)
        if len(self) > self.n: del self[next(iter(self))]
c = LRU(2); c['a'] = 1; c['b'] = 2; c['a']; c['c'] = 3; print(c, list(c), 'b' in c)
text = 'the quick brown the lazy the end'; print(collections.Counter(text.split()).most_common(2), {k: len(list(g)) for k, g in itertools.groupby(sorted(text.split(), key=len), key=len)}, re.sub(r'\b(\w)(\w*)', lambda m: m[1].upper() + m[2], text), ' '.join(w[::-1] for w in text.split()), text.translate(str.maketrans('aeiou', '*****')))
def caesar(s, k): return ''.join(chr((ord(ch) - b + k) % 26 + b) if ch.isalpha() and (b := 65 if ch.isupper() else 97) else ch for ch in s)
print(caesar('Hello, World!', 3), caesar(caesar('Hello', 3), -3))
class Matrix:
    def __init__(self, r): self.r = [list(x) for x in r]
    def __matmul__(self, o): return Matrix([[sum(a * b for a, b in zip(x, y)) for y in zip(*o.r)] for x in self.r])
    def __pow__(self, n): return functools.reduce(lambda a, _: a @ self, range(n - 1), self)
    def __repr__(self): return '\n'.join(' '.join(f'{v:4}' for v in x) for x in self.r)
    @property
    def T(self): return Matrix(zip(*self.r))
    def det(self): return self.r[0][0] if len(self.r) == 1 else sum((-1) ** j * v * Matrix([x[:j] + x[j + 1:] for x in self.r[1:]]).det() for j, v in enumerate(self.r[0]))
m = Matrix([[1, 1], [1, 0]]); print(m ** 10, m.T, Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 1]]).det(), sep='\n')
def knap(items, W):
    dp = [[0] * (W + 1) for _ in range(len(items) + 1)]
    for i, (w, v) in enumerate(items, 1):
        for c in range(W + 1): dp[i][c] = max(dp[i - 1][c], dp[i - 1][c - w] + v if w <= c else 0)
    return dp[-1][-1]
print(knap([(1, 1), (3, 4), (4, 5), (5, 7)], 7))
@functools.lru_cache(None)
def ed(a, b): return len(a) + len(b) if not a or not b else min(ed(a[1:], b) + 1, ed(a, b[1:]) + 1, ed(a[1:], b[1:]) + (a[0] != b[0]))
print(ed('kitten', 'sitting'), ed.cache_info())
g = collections.defaultdict(set)
for a, b2 in [(1, 2), (2, 3), (4, 5)]: g[a].add(b2); g[b2].add(a)
def comps(g):
    seen = set()
    for s in sorted(g):
        if s not in seen:
            st = [s]; comp = []
            while st:
                u = st.pop()
                if u not in seen: seen.add(u); comp.append(u); st.extend(sorted(g[u] - seen, reverse=True))
            yield comp
print(list(comps(g)))
