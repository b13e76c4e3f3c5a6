latencies = []
def request(n): latencies.append(n * 0.001)
for i in range(20000): request(i)
print(len(latencies))
#> list | modules: __main__.latencies | list_of_numbers.py:2 in request
