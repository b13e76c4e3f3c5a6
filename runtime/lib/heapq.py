"""Lists as heaps: heap[0] is the smallest item. The steps are written in C (_heapq)."""

from _heapq import (_heapify_max, _heappop_max, _heapreplace_max, heapify, heappop, heappush,
                    heappushpop, heapreplace)

__all__ = ["heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest",
           "heappushpop"]


def merge(*iterables, key=None, reverse=False):
    """The items of sorted inputs, sorted, without making lists of them."""
    heap = []
    direction = -1 if reverse else 1
    if reverse:
        _make, _pop, _replace = _heapify_max, _heappop_max, _heapreplace_max
    else:
        _make, _pop, _replace = heapify, heappop, heapreplace
    for order, iterator in enumerate(map(iter, iterables)):
        for value in iterator:
            rank = value if key is None else key(value)
            heap.append([rank, order * direction, value, iterator])
            break
    _make(heap)
    while len(heap) > 1:
        entry = heap[0]
        yield entry[2]
        for value in entry[3]:
            entry[0] = value if key is None else key(value)
            entry[2] = value
            _replace(heap, entry)
            break
        else:
            _pop(heap)
    if heap:
        yield heap[0][2]
        yield from heap[0][3]


def nsmallest(n, iterable, key=None):
    """The n smallest items, the smallest first; equal ones in their order."""
    if n == 1:
        absent = object()
        least = min(iterable, default=absent, key=key)
        return [] if least is absent else [least]
    iterator = iter(iterable)
    rank = (lambda item: item) if key is None else key
    heap = [(rank(item), order, item) for order, item in zip(range(n), iterator)]
    if not heap:
        return []
    _heapify_max(heap)
    top = heap[0][0]
    order = n
    for item in iterator:
        item_rank = rank(item)
        if item_rank < top:
            _heapreplace_max(heap, (item_rank, order, item))
            top = heap[0][0]
            order += 1
    heap.sort(key=lambda entry: entry[:2])
    return [item for _, _, item in heap]


def nlargest(n, iterable, key=None):
    """The n largest items, the largest first; equal ones in their order."""
    if n == 1:
        absent = object()
        greatest = max(iterable, default=absent, key=key)
        return [] if greatest is absent else [greatest]
    iterator = iter(iterable)
    rank = (lambda item: item) if key is None else key
    heap = [(rank(item), -order, item) for order, item in zip(range(n), iterator)]
    if not heap:
        return []
    heapify(heap)
    top = heap[0][0]
    order = -n
    for item in iterator:
        item_rank = rank(item)
        if top < item_rank:
            heapreplace(heap, (item_rank, order, item))
            top = heap[0][0]
            order -= 1
    heap.sort(key=lambda entry: entry[:2], reverse=True)
    return [item for _, _, item in heap]
