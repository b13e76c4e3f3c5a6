"""The name that CPython gives to what warnings has from C."""

import warnings
from warnings import filters, warn, warn_explicit

_defaultaction = "default"
_onceregistry = {}


def _filters_mutated():
    pass
