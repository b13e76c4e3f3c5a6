"""The classes that loaders and finders are derived from."""

from abc import ABC, abstractmethod


class Loader(ABC):
    def create_module(self, spec):
        return None


class MetaPathFinder(ABC):
    def invalidate_caches(self):
        pass


class PathEntryFinder(ABC):
    def invalidate_caches(self):
        pass


class ResourceLoader(Loader):
    @abstractmethod
    def get_data(self, path):
        raise OSError


class InspectLoader(Loader):
    @abstractmethod
    def get_source(self, fullname):
        raise ImportError


class ExecutionLoader(InspectLoader):
    @abstractmethod
    def get_filename(self, fullname):
        raise ImportError


class FileLoader(ResourceLoader, ExecutionLoader):
    pass


class SourceLoader(ResourceLoader, ExecutionLoader):
    pass
