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


async def _coroutine():
    pass


async def _asynchronous_generator():
    yield


_coroutine = _coroutine()
CoroutineType = type(_coroutine)
_coroutine.close()
AsyncGeneratorType = type(_asynchronous_generator())
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

del sys, _function, _coroutine, _asynchronous_generator


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


class _GeneratorWrapper:
    """What types.coroutine makes of an object that behaves as a generator: it can be awaited."""

    def __init__(self, gen):
        self.__wrapped = gen
        self.__name__ = getattr(gen, "__name__", None)
        self.__qualname__ = getattr(gen, "__qualname__", None)

    def send(self, val):
        return self.__wrapped.send(val)

    def throw(self, tp, *rest):
        return self.__wrapped.throw(tp, *rest)

    def close(self):
        return self.__wrapped.close()

    def __next__(self):
        return next(self.__wrapped)

    def __iter__(self):
        return self

    __await__ = __iter__


def coroutine(func):
    """Makes a generator function's generators awaitable; of another callable, what it returns."""
    if not callable(func):
        raise TypeError("types.coroutine() expects a callable")
    flags = func.__code__.co_flags if type(func) is FunctionType else 0
    if flags & 0x180:
        return func
    if flags & 0x20:
        func.__code__ = func.__code__.replace(co_flags=flags | 0x100)
        return func

    from functools import wraps

    @wraps(func)
    def wrapped(*args, **kwargs):
        result = func(*args, **kwargs)
        if type(result) is CoroutineType or type(result) is GeneratorType and result.gi_code.co_flags & 0x100:
            return result
        if hasattr(result, "send") and hasattr(result, "throw") and not hasattr(result, "__await__"):
            return _GeneratorWrapper(result)
        return result

    return wrapped
