"""itertools, operator, heapq, bisect."""
import bisect
import heapq
import operator
from itertools import (accumulate, chain, combinations, combinations_with_replacement, compress, count, cycle, dropwhile,
                       filterfalse, groupby, islice, pairwise, permutations, product, repeat, starmap, takewhile, tee,
                       zip_longest)


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(list(islice(count(), 5)), list(islice(count(10, -2), 3)), list(islice(count(0.5, 0.25), 3)), count(3), count(1, 2))
print(list(islice(cycle("abc"), 7)), list(repeat(1, 3)), repeat("x", 2), repeat(5), list(cycle([])))
print(list(chain([1], "ab", ())), list(chain.from_iterable([[1, 2], [3]])), list(chain()))
print(list(compress("abcdef", [1, 0, 1, 0, 1])), list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(takewhile(lambda x: x < 3, [1, 2, 3, 1])))
print(list(filterfalse(lambda x: x % 2, range(6))), list(starmap(pow, [(2, 3), (3, 2)])), list(pairwise("abcd")), list(pairwise("a")))
print(list(islice("abcdefg", 2)), list(islice("abcdefg", 2, 5)), list(islice("abcdefg", 1, None, 3)), list(islice("abc", 0)))
print(attempt(lambda: islice("abc", -1)), attempt(lambda: islice("abc", 1, 2, 0)), attempt(lambda: list(product("ab", repeat=-1))))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 2], max)), list(accumulate([1, 2], initial=100)), list(accumulate([])))
print(list(zip_longest("abc", "x", fillvalue="-")), list(zip_longest([1], [2, 3])), list(zip_longest()))
print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(product("ab", [])))
print(list(permutations("abc")), list(permutations(range(4), 2)), list(permutations("ab", 3)), list(permutations([])))
print(list(combinations("abcd", 2)), list(combinations("ab", 3)), list(combinations("abc", 0)), list(combinations_with_replacement("abc", 2)))
print([(key, list(group)) for key, group in groupby("aaabbca")], [(k, len(list(g))) for k, g in groupby([1, 3, 2, 4, 5], lambda x: x % 2)])
groups = groupby("aabb")
first_key, first_group = next(groups)
second_key, second_group = next(groups)
print(first_key, list(first_group), second_key, list(second_group))
a, b = tee([1, 2, 3])
print(next(a), next(a), list(b), list(a), len(tee("ab", 3)), tee([], 0))
left, right = tee(range(5000))
print(sum(left), sum(right))

print(operator.add(1, 2), operator.itemgetter(1)([5, 6]), operator.itemgetter(0, 2)("abc"), operator.attrgetter("real")(5))
print(operator.methodcaller("upper")("a"), operator.methodcaller("split", ",", maxsplit=1)("a,b,c"), operator.contains([1], 1), operator.not_(0))
print(sorted([(1, "b"), (0, "c")], key=operator.itemgetter(1)), operator.mul(3, "ab"), operator.lt(1, 2), operator.index(7), operator.neg(3))
print(operator.itemgetter(1), operator.attrgetter("a.b"), attempt(lambda: operator.itemgetter(9)([])), operator.iadd([1], [2]))

heap = []
for number in [5, 3, 8, 1, 9, 2, 7]:
    heapq.heappush(heap, number)
print(heap, heapq.heappop(heap), heapq.heappop(heap), heap, heapq.heapreplace(heap, 0), heapq.heappushpop(heap, 6), heap)
numbers = [9, 4, 7, 1, 8, 2, 6, 3, 5]
heapq.heapify(numbers)
print(numbers, [heapq.heappop(numbers) for _ in range(9)])
print(heapq.nlargest(3, [5, 1, 9, 3, 7]), heapq.nsmallest(2, [5, 1, 9, 3]), heapq.nlargest(2, ["aa", "b", "cccc"], key=len), heapq.nsmallest(1, [3, 2]))
print(list(heapq.merge([1, 4, 7], [2, 5], [0, 9])), list(heapq.merge([5, 2], [4, 1], reverse=True)), attempt(lambda: heapq.heappop([])))
tasks = [(3, "c"), (1, "a"), (2, "b"), (1, "aa")]
heapq.heapify(tasks)
print([heapq.heappop(tasks) for _ in range(len(tasks))])

data = [1, 3, 3, 5, 7]
print(bisect.bisect(data, 3), bisect.bisect_left(data, 3), bisect.bisect_right(data, 9), bisect.bisect_left(data, 0))
bisect.insort(data, 4)
bisect.insort_left(data, 3)
print(data, bisect.bisect_left([(1, "a"), (3, "b")], 3, key=lambda pair: pair[0]), bisect.bisect(data, 3, 0, 2))
