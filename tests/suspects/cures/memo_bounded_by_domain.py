memo = {}
def fib(n):
    if n < 2: return n
    if n not in memo: memo[n] = fib(n - 1) + fib(n - 2)
    return memo[n]
t = 0
for i in range(2000): t += fib(i % 90)
print(t)
