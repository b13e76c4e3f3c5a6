def work(n):
    rows = [{"id": i, "v": str(i)} for i in range(20)]
    return sum(r["id"] for r in rows)
print(sum(work(i) for i in range(200)))
