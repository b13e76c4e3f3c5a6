"""Imported by imports.py."""
print("helper runs as", __name__)
value = 42


def add(a, b):
    return a + b
