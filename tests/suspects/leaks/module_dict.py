_prices = {}
class Quote:
    def __init__(self, symbol, day): self.symbol = symbol; self.day = day; self.value = day * 1.5
def quote(symbol, day):
    key = (symbol, day)
    if key not in _prices:
        _prices[key] = Quote(symbol, day)
    return _prices[key]
def main():
    total = 0
    for day in range(400):
        total += quote("ACME", day).value
    print(total)
main()
#> Quote | modules: __main__._prices | module_dict.py:7 in quote
