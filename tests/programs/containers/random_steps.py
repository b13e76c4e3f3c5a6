"""Thousands of random steps on each kind of container: contents, order, errors and sizes."""
import sys
from collections import Counter, OrderedDict, deque


class Steps:
    """The same random steps wherever they run."""

    def __init__(self, seed):
        self.state = seed * 2654435761 % 2**32 or 1
        self.list, self.dict, self.set, self.tuple = [], {}, set(), ()
        self.deque, self.ordered, self.counter = deque(), OrderedDict(), Counter()

    def below(self, limit):
        state = self.state
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        self.state = state
        return state % limit

    def value(self):
        kind = self.below(9)
        return [self.below(20), -self.below(5), self.below(10) / 2, str(self.below(9)), None, True,
                (self.below(3), self.below(3)), 2**61 + self.below(3), -1][kind]

    def values(self, limit):
        return [self.value() for _ in range(self.below(limit))]

    def slice(self):
        bounds = [None if self.below(3) == 0 else self.below(14) - 7 for _ in range(2)]
        return slice(*bounds, [None, 1, 2, -1, -2, 3][self.below(6)])

    def step(self):
        step = getattr(self, self.names[self.below(len(self.names))])
        try:
            result = step()
        except (IndexError, KeyError, TypeError, ValueError) as error:
            result = f"{type(error).__name__}: {error}"
        sizes = [sys.getsizeof(v) for v in (self.list, self.dict, self.set, self.tuple, self.deque)]
        return step.__name__, result, sizes

    def list_append(self):
        self.list.append(self.value())

    def list_insert(self):
        self.list.insert(self.below(10) - 5, self.value())

    def list_pop(self):
        return self.list.pop(self.below(6) - 3)

    def list_remove(self):
        self.list.remove(self.value())

    def list_find(self):
        value = self.value()
        return value in self.list, self.list.count(value), self.list.index(value)

    def list_slice(self):
        return self.list[self.slice()]

    def list_assign(self):
        self.list[self.slice()] = self.values(5)

    def list_delete(self):
        del self.list[self.slice()]

    def list_extend(self):
        self.list.extend(self.values(4))

    def list_extend_lazily(self):
        self.list += iter(self.values(4))

    def list_sort(self):
        self.list.sort(key=str, reverse=bool(self.below(2)))
        self.list.reverse()

    def list_shorten(self):
        if len(self.list) > 40:
            del self.list[5:30]

    def list_multiply(self):
        return (self.list * self.below(3))[:20], self.list < self.list[:self.below(5)]

    def dict_set(self):
        self.dict[self.value()] = self.value()

    def dict_pop(self):
        return self.dict.pop(self.value())

    def dict_set_default(self):
        return self.dict.setdefault(self.value(), self.value())

    def dict_pop_item(self):
        return self.dict.popitem()

    def dict_show(self):
        return list(self.dict.items())[:8], list(reversed(self.dict))[:3], len(self.dict)

    def dict_update(self):
        more = {self.value(): self.value() for _ in range(self.below(6))}
        self.dict.update(more)
        return sys.getsizeof(more), sys.getsizeof(self.dict.copy()), sys.getsizeof(dict(self.dict))

    def dict_unite(self):
        united = self.dict | {self.value(): 1}
        return len(united), sys.getsizeof(united), united == self.dict

    def dict_clear(self):
        if self.below(20) == 0:
            self.dict.clear()

    def set_add(self):
        self.set.add(self.below(100) * self.below(9))

    def set_discard(self):
        self.set.discard(self.below(200))

    def set_show(self):
        return list(self.set)[:12], len(self.set), hash(frozenset(self.set))

    def set_operators(self):
        other = {self.below(99) for _ in range(self.below(12))}
        return [list(s)[:8] for s in (self.set & other, self.set - other, self.set ^ other, self.set | other)]

    def set_grow(self):
        self.set |= {self.below(300) for _ in range(self.below(9))}

    def set_shrink(self):
        self.set &= set(range(self.below(300)))

    def set_pop(self):
        return self.set.pop()

    def tuple_add(self):
        self.tuple = (self.tuple + (self.value(),))[-12:]
        return self.tuple, self.tuple.count(1)

    def deque_append(self):
        self.deque.append(self.value())

    def deque_append_left(self):
        self.deque.appendleft(self.value())

    def deque_pop(self):
        return self.deque.pop()

    def deque_pop_left(self):
        return self.deque.popleft()

    def deque_rotate(self):
        self.deque.rotate(self.below(9) - 4)

    def deque_insert(self):
        self.deque.insert(self.below(9) - 4, self.value())

    def deque_remove(self):
        self.deque.remove(self.value())

    def deque_extend(self):
        self.deque.extend(self.values(5))
        return list(self.deque)[:5]

    def ordered_set(self):
        self.ordered[self.value()] = self.value()

    def ordered_move(self):
        self.ordered.move_to_end(str(self.below(9)), last=bool(self.below(2)))

    def ordered_pop(self):
        return self.ordered.popitem(last=bool(self.below(2)))

    def ordered_show(self):
        return list(self.ordered.items())[:6]

    def counter_count(self):
        self.counter[str(self.value())] += self.below(3)
        return self.counter.most_common(3)


Steps.names = [name for name in vars(Steps) if name.startswith(("list_", "dict_", "set_", "tuple_", "deque_", "ordered_", "counter_"))]
for seed in range(1, 6):
    steps = Steps(seed)
    for number in range(1200):
        print(seed, number, *steps.step())
