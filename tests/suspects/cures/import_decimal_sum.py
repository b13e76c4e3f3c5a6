import decimal, fractions, random, statistics
random.seed(3)
def mean(n): return statistics.mean(decimal.Decimal(k) / 4 for k in range(1, n + 2))
print(sum(mean(i % 9) for i in range(25)))
