import argparse, asyncio, collections, csv, dataclasses, decimal, enum, json, logging, pathlib, subprocess, typing, unittest
class Row:
    def __init__(self, n): self.n = n
kept = []
def work(n):
    row = Row(n)
    kept.append(row)
for i in range(60): work(i)
print(len(kept))
#> Row | modules: __main__.kept | import_small_leak.py:7 in work
