def make_counter():
    history = []
    def record(value):
        history.append({"value": value, "square": value * value})
        return len(history)
    return record
record = make_counter()
for i in range(500):
    record(i)
print(record(0))
#> dict | modules: __main__.record.__closure__[0].cell_contents | closure_cell.py:4 in make_counter.<locals>.record
