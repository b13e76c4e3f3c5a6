"""What modules are made from: specs, loaders of source files, and their suffixes."""

import sys

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = [".pyc"]
EXTENSION_SUFFIXES = []
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES


def all_suffixes():
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


class ModuleSpec:
    """Where a module comes from, and who loads it."""

    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self.cached = None
        self.has_location = origin is not None

    @property
    def parent(self):
        return self.name.rpartition(".")[0] if self.submodule_search_locations is None else self.name

    def __repr__(self):
        parts = [f"name={self.name!r}", f"loader={self.loader!r}"]
        if self.origin is not None:
            parts.append(f"origin={self.origin!r}")
        if self.submodule_search_locations is not None:
            parts.append(f"submodule_search_locations={self.submodule_search_locations}")
        return f"ModuleSpec({', '.join(parts)})"

    def __eq__(self, other):
        try:
            return (self.name, self.loader, self.origin) == (other.name, other.loader, other.origin)
        except AttributeError:
            return NotImplemented


class SourceFileLoader:
    """Loads a module from a file."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def create_module(self, spec):
        return None

    def get_filename(self, name=None):
        return self.path

    def get_data(self, path):
        with open(path, "rb") as file:
            return file.read()

    def get_source(self, name=None):
        with open(self.path) as file:
            return file.read()

    def get_code(self, name=None):
        return compile(self.get_source(), self.path, "exec")

    def is_package(self, name=None):
        return self.path.endswith("__init__.py")

    def exec_module(self, module):
        exec(self.get_code(), module.__dict__)

    def load_module(self, name=None):
        import types
        module = sys.modules[self.name] = types.ModuleType(self.name)
        module.__file__ = self.path
        self.exec_module(module)
        return module


class BuiltinImporter:
    """Loads a module of the program itself."""


class FrozenImporter:
    """Loads nothing: there are no frozen modules."""


class PathFinder:
    """Looks through the folders of sys.path."""

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        import os
        tail = fullname.rpartition(".")[2]
        for folder in sys.path if path is None else path:
            package = os.path.join(folder, tail, "__init__.py")
            plain = os.path.join(folder, tail + ".py")
            for file in (package, plain):
                if os.path.isfile(file):
                    spec = ModuleSpec(fullname, SourceFileLoader(fullname, file), origin=file, is_package=file is package)
                    if file is package:
                        spec.submodule_search_locations.append(os.path.join(folder, tail))
                    return spec
        return None

    @classmethod
    def invalidate_caches(cls):
        pass


class FileFinder:
    """Looks through one folder."""

    def __init__(self, path, *loader_details):
        self.path = path or "."

    def find_spec(self, fullname, target=None):
        return PathFinder.find_spec(fullname, [self.path])

    def invalidate_caches(self):
        pass


class SourcelessFileLoader(SourceFileLoader):
    """Would load compiled files, of which there are none."""


class ExtensionFileLoader(SourceFileLoader):
    """Would load modules in machine code, of which there are none."""
