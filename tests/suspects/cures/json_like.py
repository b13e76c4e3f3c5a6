def parse(n): return {"a": [n, n + 1, {"b": str(n)}], "c": None}
def main():
    total = 0
    for n in range(500):
        doc = parse(n); total += doc["a"][0]
    print(total)
main()
