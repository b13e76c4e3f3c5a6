"""Part of inspect: what kind of thing an object is, and in which state a generator is."""

import types

__name__ = "inspect"  # as the program knows what is defined here

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = 1, 2, 4, 8, 16, 32
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512


def ismodule(v):
    return isinstance(v, types.ModuleType)


def isclass(v):
    return isinstance(v, type)


def ismethod(v):
    return isinstance(v, types.MethodType)


def isfunction(v):
    return isinstance(v, types.FunctionType)


def isbuiltin(v):
    return isinstance(v, types.BuiltinFunctionType)


def isroutine(v):
    return isbuiltin(v) or isfunction(v) or ismethod(v) or isinstance(v, types.MethodDescriptorType)


def isgenerator(v):
    return isinstance(v, types.GeneratorType)


def isgeneratorfunction(v):
    return isfunction(v) and bool(v.__code__.co_flags & CO_GENERATOR)


def isframe(v):
    return isinstance(v, types.FrameType)


def istraceback(v):
    return isinstance(v, types.TracebackType)


def iscode(v):
    return isinstance(v, types.CodeType)


def _has_flag(v, flag):
    while ismethod(v):
        v = v.__func__
    while type(v).__name__ == "partial" and hasattr(v, "func"):
        v = v.func
    return isfunction(v) and bool(v.__code__.co_flags & flag)


def iscoroutinefunction(v):
    return _has_flag(v, CO_COROUTINE)


def isasyncgenfunction(v):
    return _has_flag(v, CO_ASYNC_GENERATOR)


def iscoroutine(v):
    return isinstance(v, types.CoroutineType)


def isasyncgen(v):
    return isinstance(v, types.AsyncGeneratorType)


GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"


def _state(v, prefix, kind):
    if getattr(v, prefix + "_running"):
        return kind + "_RUNNING"
    if getattr(v, prefix + "_suspended"):
        return kind + "_SUSPENDED"
    return kind + ("_CLOSED" if getattr(v, prefix + "_frame") is None else "_CREATED")


def getgeneratorstate(generator):
    return _state(generator, "gi", "GEN")


def getcoroutinestate(coroutine):
    return _state(coroutine, "cr", "CORO")


def getgeneratorlocals(generator):
    return generator.gi_frame.f_locals if generator.gi_frame is not None else {}


def getcoroutinelocals(coroutine):
    return coroutine.cr_frame.f_locals if coroutine.cr_frame is not None else {}


def isawaitable(v):
    return (iscoroutine(v) or isgenerator(v) and bool(v.gi_code.co_flags & CO_ITERABLE_COROUTINE)
            or hasattr(type(v), "__await__"))


def isabstract(v):
    return isclass(v) and bool(getattr(v, "__abstractmethods__", None))


def isdatadescriptor(v):
    return not isclass(v) and (hasattr(type(v), "__set__") or hasattr(type(v), "__delete__"))


def ismethoddescriptor(v):
    kind = type(v)
    return not (isclass(v) or ismethod(v) or isfunction(v)) and hasattr(kind, "__get__") and not hasattr(kind, "__set__")


def isgetsetdescriptor(v):
    return isinstance(v, types.GetSetDescriptorType)


def ismemberdescriptor(v):
    return type(v).__name__ == "member_descriptor"


def ismethodwrapper(v):
    return type(v).__name__ == "method-wrapper"
