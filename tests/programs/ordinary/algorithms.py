"""A bank, a parser, an interpreter, a graph, a cache, an event system, LRU, matrix, text stats, game of life."""
import heapq, bisect, sys, gc, weakref, copy, time, operator, threading
from collections import defaultdict, deque, ChainMap, UserDict
from functools import cached_property, singledispatch, wraps, cmp_to_key

class Tokenizer:
    def __init__(self, text): self.text, self.pos = text, 0
    def __iter__(self):
        while self.pos < len(self.text):
            ch = self.text[self.pos]
            if ch.isspace(): self.pos += 1; continue
            if ch.isdigit() or ch == '.':
                start = self.pos
                while self.pos < len(self.text) and (self.text[self.pos].isdigit() or self.text[self.pos] == '.'): self.pos += 1
                num = self.text[start:self.pos]
                yield ('NUM', float(num) if '.' in num else int(num)); continue
            if ch.isalpha():
                start = self.pos
                while self.pos < len(self.text) and self.text[self.pos].isalnum(): self.pos += 1
                yield ('NAME', self.text[start:self.pos]); continue
            self.pos += 1
            yield ('OP', ch)
        yield ('END', None)
class Parser:
    def __init__(self, text, env=None):
        self.toks = list(Tokenizer(text)); self.i = 0; self.env = env or {}
    def peek(self): return self.toks[self.i]
    def take(self, v=None):
        t = self.toks[self.i]
        if v is not None and t[1] != v: raise SyntaxError(f"expected {v!r}, got {t[1]!r}")
        self.i += 1
        return t
    def expr(self):
        v = self.term()
        while self.peek()[1] in ('+', '-'):
            op = self.take()[1]; r = self.term()
            v = v + r if op == '+' else v - r
        return v
    def term(self):
        v = self.power()
        while self.peek()[1] in ('*', '/', '%'):
            op = self.take()[1]; r = self.power()
            v = {'*': operator.mul, '/': operator.truediv, '%': operator.mod}[op](v, r)
        return v
    def power(self):
        v = self.atom()
        if self.peek()[1] == '^': self.take(); v = v ** self.power()
        return v
    def atom(self):
        k, v = self.take()
        if k == 'NUM': return v
        if k == 'NAME':
            if v in self.env: return self.env[v]
            raise NameError(v)
        if v == '(':
            r = self.expr(); self.take(')'); return r
        if v == '-': return -self.atom()
        raise SyntaxError(f"unexpected {v!r}")
for src in ["1 + 2 * 3", "(1+2)*3", "2^3^2", "-4 + x*2", "10/4", "7 % 3", "1 +", "(1", "y", "1/0"]:
    try: print(src, "=", Parser(src, {"x": 5}).expr())
    except (SyntaxError, NameError, ZeroDivisionError) as e: print(src, "!", type(e).__name__, e)

graph = defaultdict(dict)
for a, b, w in [("A","B",4),("A","C",2),("C","B",1),("B","D",5),("C","D",8),("D","E",3)]:
    graph[a][b] = w; graph[b][a] = w
def dijkstra(start):
    dist = {start: 0}; heap = [(0, start)]; prev = {}
    while heap:
        d, u = heapq.heappop(heap)
        if d > dist.get(u, float('inf')): continue
        for v, w in graph[u].items():
            nd = d + w
            if nd < dist.get(v, float('inf')): dist[v] = nd; prev[v] = u; heapq.heappush(heap, (nd, v))
    return dist, prev
print(dijkstra("A"))
def bfs(start):
    seen, q, order = {start}, deque([start]), []
    while q:
        u = q.popleft(); order.append(u)
        for v in sorted(graph[u]):
            if v not in seen: seen.add(v); q.append(v)
    return order
print(bfs("A"))

class LRU:
    def __init__(self, cap): self.cap = cap; self.d = {}
    def get(self, k):
        if k not in self.d: return -1
        self.d[k] = self.d.pop(k); return self.d[k]
    def put(self, k, v):
        self.d.pop(k, None); self.d[k] = v
        if len(self.d) > self.cap: del self.d[next(iter(self.d))]
l = LRU(2); l.put(1, 1); l.put(2, 2); l.get(1); l.put(3, 3); print(l.d, l.get(2))

def life(cells, n):
    for _ in range(n):
        counts = defaultdict(int)
        for x, y in cells:
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    if dx or dy: counts[x+dx, y+dy] += 1
        cells = {c for c, k in counts.items() if k == 3 or (k == 2 and c in cells)}
    return cells
print(sorted(life({(1,0),(2,1),(0,2),(1,2),(2,2)}, 10)))

class Matrix:
    def __init__(self, rows): self.rows = [list(r) for r in rows]
    def __matmul__(self, o): return Matrix([[sum(a*b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])
    def __eq__(self, o): return self.rows == o.rows
    def __repr__(self): return f"Matrix({self.rows})"
    def __pow__(self, n):
        r = Matrix([[int(i == j) for j in range(len(self.rows))] for i in range(len(self.rows))])
        b = self
        while n:
            if n & 1: r = r @ b
            b = b @ b; n >>= 1
        return r
print(Matrix([[1,1],[1,0]]) ** 90, Matrix([[1,2]]) @ Matrix([[3],[4]]))

class Node:
    def __init__(self, v, parent=None):
        self.v = v; self.children = []; self._p = weakref.ref(parent) if parent else None
        if parent: parent.children.append(self)
    @property
    def parent(self): return self._p() if self._p else None
    def walk(self, depth=0):
        yield depth, self.v
        for c in self.children: yield from c.walk(depth + 1)
root = Node("root"); a = Node("a", root); b = Node("b", root); c = Node("c", a)
print("\n".join("  " * d + v for d, v in root.walk()), c.parent.parent.v)
r2 = copy.deepcopy({"a": [1, {2, 3}], "b": (4, [5])}); print(r2); r3 = copy.copy([1, [2]]); print(r3)
@singledispatch
def show(x): return f"object {x}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
def _(x): return f"list of {len(x)}"
print(show(1), show([1]), show("s"), show(True))
class Lazy:
    @cached_property
    def v(self): print("computing"); return 42
z = Lazy(); print(z.v, z.v)
print(sorted(["bb", "a", "ccc"], key=cmp_to_key(lambda a, b: len(b) - len(a))), ChainMap({"a": 1}, {"a": 2, "b": 3})["b"], bisect.bisect([1, 3, 5], 3))
text = """It was the best of times, it was the worst of times, it was the age of wisdom"""
freq = {}
for w in text.lower().replace(",", "").split(): freq[w] = freq.get(w, 0) + 1
for w, n in sorted(freq.items(), key=lambda t: (-t[1], t[0]))[:5]: print(f"{w:<8}{'*' * n} {n}")
results = []
lock = threading.Lock()
def work(n):
    for i in range(100):
        with lock: results.append(n)
ts = [threading.Thread(target=work, args=(i,)) for i in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(len(results), sorted(set(results)))
class Stack(list):
    def push(self, x): self.append(x)
    def peek(self): return self[-1]
s = Stack([1, 2]); s.push(3); print(s, s.peek(), len(s), isinstance(s, list), s + [4], type(s + [4]).__name__)
class CI(dict):
    def __missing__(self, k): return f"<{k}>"
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
d = CI(); d["ABC"] = 1; print(d, d["zz"], "abc" in d, d.get("q"))
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n-1, a, c, b) + 1 + hanoi(n-1, c, b, a)
print(hanoi(10, *"ABC"))
def perms(s): return [s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i+1:])]
print(perms("abc"))
def queens(n, row=0, cols=(), d1=(), d2=()):
    if row == n: yield cols; return
    for c in range(n):
        if c not in cols and row + c not in d1 and row - c not in d2:
            yield from queens(n, row + 1, cols + (c,), d1 + (row + c,), d2 + (row - c,))
print(len(list(queens(6))), next(queens(8)))
sieve = [True] * 50
for i in range(2, 50):
    if sieve[i]:
        sieve[i*i::i] = [False] * len(sieve[i*i::i])
print([i for i in range(2, 50) if sieve[i]])
def rec(n): return rec(n + 1)
try: rec(0)
except RecursionError as e: print("RecursionError", str(e)[:40])
print(int("123") + float("1.5"), "%.3f" % (2/3), round(1/3, 5), 10 // 3, -10 // 3, 2 ** 100, hex(255), 0.1 + 0.2, 1e20, 1/3)
class Account:
    interest = 0.02
    _all = []
    def __init__(self, owner, balance=0):
        self.owner, self._balance = owner, balance; Account._all.append(self)
    @property
    def balance(self): return self._balance
    def deposit(self, amt):
        if amt <= 0: raise ValueError("Deposit must be positive")
        self._balance += amt
        return self
    def __repr__(self): return f"{self.__class__.__name__}({self.owner!r}, {self._balance:,.2f})"
class Savings(Account):
    interest = 0.05
    def year(self): self._balance *= 1 + self.interest; return self
try:
    acc = Savings("Ann", 1000).deposit(500).year(); print(acc, Account._all, acc.balance); acc.deposit(-1)
except ValueError as e: print("Error:", e)
try: acc.balance = 5
except AttributeError as e: print(e)
print(vars(acc), acc.__dict__ is vars(acc), Savings.__mro__, Savings.__bases__, dir(acc)[-4:])
