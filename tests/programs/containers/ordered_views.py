# The views of an OrderedDict have names of their own, and are views of a dict in all else.
from collections import OrderedDict, ChainMap, Counter, defaultdict
import collections.abc
o = OrderedDict(a=1, b=2)
class Sub(OrderedDict): pass
for d in (o, Sub(x=1), {'a': 1}, Counter('aab'), defaultdict(int, k=1)):
    print(d.keys(), d.values(), d.items(), type(d.keys()), type(d.items()).__mro__, isinstance(d.keys(), collections.abc.KeysView), isinstance(d.items(), collections.abc.ItemsView), isinstance(d.values(), collections.abc.ValuesView))
k, v, i = o.keys(), o.values(), o.items()
print('a' in k, ('a', 1) in i, 2 in v, len(k), len(i), list(k), list(v), list(i), list(reversed(k)), list(reversed(i)))
print(k & {'a'}, sorted(k | {'z'}), k - {'a'}, sorted(k ^ {'a', 'q'}), i & {('a', 1)}, k == {'a', 'b'}, k <= {'a', 'b', 'c'}, k.isdisjoint('xyz'), k.mapping, {'a': 1}.keys() == k, k == {'b': 0, 'a': 0}.keys(), i == {'a': 1, 'b': 2}.items())
o['c'] = 3; o.move_to_end('a'); print(k, i, [x for x in v], max(k), sorted(i), dict(i), set(k) == {'a', 'b', 'c'}, repr(OrderedDict()), OrderedDict().keys())
