"""Names for the types that have no built-in name."""

import sys


def _function():
    cell = None

    def inner():
        return cell

    return inner


FunctionType = type(_function)
LambdaType = FunctionType
CodeType = type(_function.__code__)
CellType = type(_function().__closure__[0])
MappingProxyType = type(type.__dict__)
GeneratorType = type((lambda: (yield))())
BuiltinFunctionType = type(len)
BuiltinMethodType = type([].append)
WrapperDescriptorType = type(object.__init__)
MethodDescriptorType = type(str.join)
ModuleType = type(sys)
GenericAlias = type(list[int])
UnionType = type(int | None)
NoneType = type(None)
NotImplementedType = type(NotImplemented)
EllipsisType = type(Ellipsis)
try:
    raise TypeError
except TypeError as error:
    TracebackType = type(error.__traceback__)
    FrameType = type(error.__traceback__.tb_frame)
GetSetDescriptorType = type(FunctionType.__code__)

del sys, _function


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        items = (f"{name}={value!r}" for name, value in self.__dict__.items())
        kind = "namespace" if type(self) is SimpleNamespace else type(self).__name__
        return "{}({})".format(kind, ", ".join(items))

    def __eq__(self, other):
        if isinstance(self, SimpleNamespace) and isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    __hash__ = None


MethodType = type(SimpleNamespace().__repr__)


def new_class(name, bases=(), kwds=None, exec_body=None):
    """type(name, bases, namespace) with the namespace filled by exec_body."""
    keywords = dict(kwds or {})
    metatype = keywords.pop("metaclass", None) or (type(bases[0]) if bases else type)
    namespace = metatype.__prepare__(name, bases, **keywords) if hasattr(metatype, "__prepare__") else {}
    if exec_body is not None:
        exec_body(namespace)
    return metatype(name, bases, namespace, **keywords)
