"""Part of typing: classes that are made from their annotations, NamedTuple and TypedDict."""

import sys
from collections import namedtuple

from _typing_aliases import Generic, NotRequired, Required, _AnnotatedAlias
from _typing_variables import _check_type

__name__ = "typing"  # as the program knows what is defined here


class _NamedTupleMeta(type):
    def __new__(mcls, name, bases, namespace):
        hints = {field: _check_type(hint, f"field {field} annotation must be a type")
                 for field, hint in namespace.get("__annotations__", {}).items()}
        defaults = []
        for field in hints:
            if field in namespace:
                defaults.append(namespace[field])
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {field} cannot follow default fields "
                                f"{', '.join(each for each in hints if each in namespace)}")
        made = namedtuple(name, list(hints), defaults=defaults, module=namespace.get("__module__"))
        made.__annotations__ = made.__new__.__annotations__ = hints
        if Generic in bases:
            made = type(name, (made, *bases), {"__orig_bases__": namespace.get("__orig_bases__", bases),
                                               "__slots__": (), "__module__": namespace.get("__module__")})
        for key, value in namespace.items():
            if key in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
                       "_make", "_replace", "_asdict"):
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in ("__module__", "__qualname__", "__annotations__", "__orig_bases__") and key not in made._fields:
                setattr(made, key, value)
        if "__qualname__" in namespace:
            made.__qualname__ = namespace["__qualname__"]
        return made


def _module_of_caller():
    return sys._getframe(2).f_globals.get("__name__", "__main__")


def NamedTuple(typename, fields=(), /, **kwargs):
    hints = {name: _check_type(hint, f"field {name} annotation must be a type")
             for name, hint in fields or kwargs.items()}
    made = namedtuple(typename, list(hints), module=_module_of_caller())
    made.__annotations__ = made.__new__.__annotations__ = hints
    return made


_NamedTuple = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, namespace, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        made = type.__new__(mcls, name, (*((Generic,) if Generic in bases else ()), dict), namespace)
        hints, required, optional = {}, set(), set()
        for base in bases:
            hints.update(base.__dict__.get("__annotations__", {}))
            required |= base.__dict__.get("__required_keys__", set())
            optional |= base.__dict__.get("__optional_keys__", set())
        for key, hint in namespace.get("__annotations__", {}).items():
            hint = _check_type(hint, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type")
            form = getattr(hint.__origin__ if isinstance(hint, _AnnotatedAlias) else hint, "_form", None)
            is_required = form is Required if form in (Required, NotRequired) else total
            (required if is_required else optional).add(key)
            hints[key] = hint
        made.__annotations__ = hints
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__total__ = total
        return made

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __instancecheck__(cls, instance):
        raise TypeError("TypedDict does not support instance and class checks")

    __subclasscheck__ = __instancecheck__


def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    namespace = {"__annotations__": dict(kwargs if fields is None else fields), "__module__": _module_of_caller()}
    return _TypedDictMeta(typename, (), namespace, total=total)


def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)
