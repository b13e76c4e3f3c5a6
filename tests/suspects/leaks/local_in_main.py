def fetch(n): return {"id": n, "body": "row %d" % n}
def main():
    results = []
    for n in range(400):
        row = fetch(n)
        results.append(row)
    print(len(results))
main()
#> dict | in flight: (frame)(list) | local_in_main.py:6 in main
