"""The name that CPython gives to collections.abc."""

from collections.abc import *
from collections.abc import __all__
