"""Importing by name."""

import sys


def import_module(name, package=None):
    """The module with this name; a relative name is seen from the package."""
    level = len(name) - len(name.lstrip("."))
    if level:
        if not package:
            raise TypeError("the 'package' argument is required to perform a relative import for "
                            f"{name!r}")
        parts = package.split(".")
        if level > len(parts):
            raise ImportError("attempted relative import beyond top-level package")
        base = ".".join(parts[:len(parts) - level + 1])
        name = f"{base}.{name[level:]}" if name[level:] else base
    __import__(name)
    return sys.modules[name]


def reload(module):
    """Runs the module's file again, in the same namespace."""
    if sys.modules.get(module.__name__) is not module:
        raise ImportError(f"module {module.__name__} not in sys.modules", name=module.__name__)
    with open(module.__file__) as file:
        source = file.read()
    exec(compile(source, module.__file__, "exec"), module.__dict__)
    return module


def invalidate_caches():
    """There is nothing cached."""
