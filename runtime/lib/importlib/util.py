"""Finding modules without importing them, and making them from files."""

import sys
import types
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader, all_suffixes

MAGIC_NUMBER = b"\xa7\r\r\n"


def resolve_name(name, package):
    """The absolute name of a relative one."""
    if not name.startswith("."):
        return name
    if not package:
        raise ImportError(f"no package specified for {name!r} (required for relative module names)")
    level = len(name) - len(name.lstrip("."))
    parts = package.rsplit(".", level - 1)
    if len(parts) < level:
        raise ImportError("attempted relative import beyond top-level package")
    return f"{parts[0]}.{name[level:]}" if name[level:] else parts[0]


def find_spec(name, package=None):
    """Where a module would come from; None: nowhere."""
    name = resolve_name(name, package)
    module = sys.modules.get(name)
    if module is not None:
        spec = getattr(module, "__spec__", None)
        if spec is not None:
            return spec
        file = getattr(module, "__file__", None)
        return ModuleSpec(name, SourceFileLoader(name, file) if file else None, origin=file or "built-in",
                          is_package=hasattr(module, "__path__"))
    parent = name.rpartition(".")[0]
    path = None
    if parent:
        try:
            path = __import__(parent, fromlist=["__path__"]).__path__
        except AttributeError:
            raise ModuleNotFoundError(f"__path__ attribute not found on {parent!r} while trying to find {name!r}", name=name) from None
    return PathFinder.find_spec(name, path)


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    spec = ModuleSpec(name, loader or SourceFileLoader(name, location), origin=location)
    spec.submodule_search_locations = submodule_search_locations
    return spec


def module_from_spec(spec):
    module = spec.loader.create_module(spec) if hasattr(spec.loader, "create_module") else None
    if module is None:
        module = types.ModuleType(spec.name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    if spec.has_location:
        module.__file__ = spec.origin
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    return module


def cache_from_source(path, debug_override=None, *, optimization=None):
    raise NotImplementedError("sys.implementation.cache_tag is None")


def source_from_cache(path):
    raise NotImplementedError("sys.implementation.cache_tag is None")
