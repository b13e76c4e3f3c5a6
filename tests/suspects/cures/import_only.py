import argparse, asyncio, collections, csv, dataclasses, decimal, enum, html, json, logging, pathlib, typing, unittest
print(len(json.dumps([1, 2, 3])))
