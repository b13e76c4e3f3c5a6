"""Classes that are records: __init__, __repr__, comparison and hash made from annotations."""

import functools
import types

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING",
           "fields", "asdict", "astuple", "make_dataclass", "replace", "is_dataclass"]


class FrozenInstanceError(AttributeError):
    pass


class _MISSING_TYPE:
    """What a field has where it has no default."""


MISSING = _MISSING_TYPE()
_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"


class KW_ONLY:
    """An annotation `_: KW_ONLY` makes the fields after it keyword-only."""


class InitVar:
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        named = isinstance(self.type, type) and not hasattr(self.type, "__origin__")
        return f"dataclasses.InitVar[{self.type.__name__ if named else repr(self.type)}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


_KIND_NAMES = {"field": "_FIELD", "class": "_FIELD_CLASSVAR", "init": "_FIELD_INITVAR"}


class Field:
    __slots__ = ("name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata",
                 "kw_only", "_kind")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = types.MappingProxyType(metadata or {})
        self.kw_only = kw_only
        self._kind = "field"

    def __repr__(self):
        return ("Field(" + ",".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__[:-1]) +
                f",_field_type={_KIND_NAMES[self._kind]})")


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True,
          metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _collect(cls, kw_only):
    """The fields of cls in order: those of its bases first, then its own annotations."""
    found = {}
    for base in cls.__mro__[-1:0:-1]:
        found.update(getattr(base, _FIELDS, {}) if _FIELDS in base.__dict__ else {})
    has_mark = False
    for name, annotation in cls.__dict__.get("__annotations__", {}).items():
        if annotation is KW_ONLY or annotation in ("KW_ONLY", "dataclasses.KW_ONLY"):
            if has_mark:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            kw_only = has_mark = True
            continue
        default = getattr(cls, name, MISSING)
        if isinstance(default, Field):
            item = default
        else:
            if isinstance(default, types.MemberDescriptorType if hasattr(types, "MemberDescriptorType") else ()):
                default = MISSING
            item = field(default=default)
        item.name, item.type = name, annotation
        if _is_class_variable(annotation):
            item._kind = "class"
        elif isinstance(annotation, InitVar):
            item._kind = "init"
        if item._kind != "field" and item.default_factory is not MISSING:
            raise TypeError(f"field {name} cannot have a default factory")
        if item.kw_only is MISSING:
            item.kw_only = kw_only
        if item._kind == "field" and item.default.__class__.__hash__ is None:
            raise ValueError(
                f"mutable default {type(item.default)} for field {name} is not allowed: use default_factory")
        if isinstance(cls.__dict__.get(name), Field):
            if item.default is MISSING:
                delattr(cls, name)
            else:
                setattr(cls, name, item.default)
        found[name] = item
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in cls.__dict__.get("__annotations__", {}):
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return found


def _is_class_variable(annotation):
    if isinstance(annotation, str):
        return annotation.partition("[")[0].strip() in ("ClassVar", "typing.ClassVar", "t.ClassVar")
    return "ClassVar" in (getattr(annotation, "_name", None), getattr(getattr(annotation, "_form", None), "_name", None))


def _make_init(cls, items, frozen, has_post_init):
    """__init__ as text, so that calls, defaults and messages are those of an ordinary function."""
    space = {"_MISSING": MISSING, "_set": object.__setattr__}
    positional, keyword, body = [], [], []
    seen_default = False
    me = "__dataclass_self__" if any(item.name == "self" for item in items) else "self"
    for item in items:
        if item._kind == "class" or not item.init and item._kind == "init":
            continue
        name = item.name
        if item.default is not MISSING:
            space["_default_" + name] = item.default
        if item.default_factory is not MISSING:
            space["_factory_" + name] = item.default_factory
        if item.init:
            has_default = item.default is not MISSING or item.default_factory is not MISSING
            if item.default is not MISSING:
                parameter = f"{name}=_default_{name}"
            elif has_default:
                parameter = f"{name}=_MISSING"
            else:
                parameter = name
            if item.kw_only:
                keyword.append(parameter)
            else:
                if seen_default and not has_default:
                    raise TypeError(f"non-default argument {name!r} follows default argument")
                seen_default = seen_default or has_default
                positional.append(parameter)
        if item._kind == "init":
            continue
        if item.default_factory is not MISSING:
            value = f"_factory_{name}() if {name} is _MISSING else {name}" if item.init else f"_factory_{name}()"
        elif item.init:
            value = name
        elif item.default is not MISSING:
            value = f"_default_{name}"
        else:
            continue
        body.append(f"_set({me}, {name!r}, {value})" if frozen else f"{me}.{name} = {value}")
    if has_post_init:
        inits = ", ".join(item.name for item in items if item._kind == "init")
        body.append(f"{me}.__post_init__({inits})")
    parameters = [me, *positional] + (["*", *keyword] if keyword else [])
    text = f"def __init__({', '.join(parameters)}):\n  " + "\n  ".join(body or ["pass"])
    exec(text, space)
    init = space["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {item.name: item.type for item in items if item.init and item._kind != "class"} | {"return": None}
    return init


def _recursive_repr(method):
    running = set()

    @functools.wraps(method)
    def wrapper(self):
        key = id(self)
        if key in running:
            return "..."
        running.add(key)
        try:
            return method(self)
        finally:
            running.discard(key)

    return wrapper


def _values_text(owner, names):
    return "(" + "".join(f"{owner}.{name}, " for name in names) + ")"


def _make_eq(names):
    space = {}
    exec("def __eq__(self, other):\n"
         "  if other.__class__ is self.__class__:\n"
         f"    return {_values_text('self', names)} == {_values_text('other', names)}\n"
         "  return NotImplemented", space)
    return space["__eq__"]


def _make_hash(names):
    space = {}
    exec(f"def __hash__(self):\n  return hash({_values_text('self', names)})", space)
    return space["__hash__"]


def _set_new(cls, name, function):
    if name in cls.__dict__:
        return True
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, function)
    return False


def _add_order(cls, names):
    def values(instance):
        return tuple(getattr(instance, name) for name in names)

    def less(self, other):
        return values(self) < values(other) if other.__class__ is self.__class__ else NotImplemented

    def less_equal(self, other):
        return values(self) <= values(other) if other.__class__ is self.__class__ else NotImplemented

    def greater(self, other):
        return values(self) > values(other) if other.__class__ is self.__class__ else NotImplemented

    def greater_equal(self, other):
        return values(self) >= values(other) if other.__class__ is self.__class__ else NotImplemented

    for name, method in (("__lt__", less), ("__le__", less_equal), ("__gt__", greater), ("__ge__", greater_equal)):
        method.__name__ = name
        if _set_new(cls, name, method):
            raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering")


def _freeze(cls, names):
    def __setattr__(self, name, value):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    for method in (__setattr__, __delattr__):
        if _set_new(cls, method.__name__, method):
            raise TypeError(f"Cannot overwrite attribute {method.__name__} in class {cls.__name__}")


def _get_state(self):
    return [getattr(self, item.name) for item in fields(self)]


def _set_state(self, state):
    for item, value in zip(fields(self), state):
        object.__setattr__(self, item.name, value)


def _add_slots(cls, items, frozen, weakref_slot):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    inherited = {name for base in cls.__mro__[1:-1] for name in base.__dict__.get("__slots__", ())}
    names = tuple(item.name for item in items if item._kind == "field" and item.name not in inherited)
    if weakref_slot and "__weakref__" not in inherited:
        names += ("__weakref__",)
    body = {name: value for name, value in cls.__dict__.items()
            if name not in names and name not in ("__dict__", "__weakref__")}
    body["__slots__"] = names
    qualified = cls.__qualname__
    cls = type(cls)(cls.__name__, cls.__bases__, body)
    cls.__qualname__ = qualified
    if frozen:  # copy cannot set the attributes one by one
        if "__getstate__" not in body:
            cls.__getstate__ = _get_state
        if "__setstate__" not in body:
            cls.__setstate__ = _set_state
    return cls


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def __repr__(self):
        return "_DataclassParams(" + ",".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__) + ")"


def _annotation_text(annotation):
    if isinstance(annotation, type) and type(annotation) is not types.GenericAlias:
        return annotation.__qualname__ if annotation.__module__ == "builtins" else (
            f"{annotation.__module__}.{annotation.__qualname__}")
    return repr(annotation)


def _signature_text(items):
    """The parameters of __init__, as inspect.signature shows them."""
    parts, star = [], False
    for item in [item for item in items if not item.kw_only] + [item for item in items if item.kw_only]:
        if not item.init or item._kind == "class":
            continue
        if item.kw_only and not star:
            parts.append("*")
            star = True
        text = f"{item.name}: {_annotation_text(item.type)}"
        if item.default is not MISSING:
            text += f" = {item.default!r}"
        elif item.default_factory is not MISSING:
            text += " = <factory>"
        parts.append(text)
    return "(" + ", ".join(parts) + ")"


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
             weakref_slot):
    has_dataclass_bases = any_frozen = False
    for base in cls.__mro__[1:]:
        if _PARAMS in base.__dict__:
            has_dataclass_bases = True
            any_frozen = any_frozen or base.__dict__[_PARAMS].frozen
    if has_dataclass_bases:
        if any_frozen and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not any_frozen and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    if order and not eq:
        raise ValueError("eq must be true if order is true")
    found = _collect(cls, kw_only)
    setattr(cls, _FIELDS, found)
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen))
    items = list(found.values())
    real = [item for item in items if item._kind == "field"]
    has_hash = "__hash__" in cls.__dict__ and not (cls.__dict__["__hash__"] is None and "__eq__" in cls.__dict__)
    if init:
        _set_new(cls, "__init__", _make_init(cls, items, frozen, hasattr(cls, "__post_init__")))
    if repr:
        shown = [item.name for item in real if item.repr]

        def __repr__(self):
            inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
            return f"{self.__class__.__qualname__}({inside})"

        _set_new(cls, "__repr__", _recursive_repr(__repr__))
    compared = [item.name for item in real if item.compare]
    if eq:
        _set_new(cls, "__eq__", _make_eq(compared))
    if order:
        _add_order(cls, compared)
    if frozen:
        _freeze(cls, [item.name for item in real])
    if unsafe_hash or eq and frozen and not has_hash:
        hashed = [item.name for item in real if (item.compare if item.hash is None else item.hash)]

        __hash__ = _make_hash(hashed)
        __hash__.__qualname__ = f"{cls.__qualname__}.__hash__"
        cls.__hash__ = __hash__
    elif eq and not has_hash:
        cls.__hash__ = None
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple(item.name for item in items if item.init and not item.kw_only and item._kind != "class")
    if not cls.__dict__.get("__doc__"):
        cls.__doc__ = cls.__name__ + _signature_text(items)
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    return _add_slots(cls, items, frozen, weakref_slot) if slots else cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                        weakref_slot)

    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(item for item in found.values() if item._kind == "field")


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def _convert(value, make):
    if hasattr(type(value), _FIELDS):
        return make(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*[_convert(item, make) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)(_convert(item, make) for item in value)
    if isinstance(value, dict):
        return type(value)((_convert(key, make), _convert(item, make)) for key, item in value.items())
    import copy

    return copy.deepcopy(value)


def asdict(obj, *, dict_factory=dict):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError("asdict() should be called on dataclass instances")

    def make(instance):
        return dict_factory([(item.name, _convert(getattr(instance, item.name), make)) for item in fields(instance)])

    return make(obj)


def astuple(obj, *, tuple_factory=tuple):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError("astuple() should be called on dataclass instances")

    def make(instance):
        return tuple_factory([_convert(getattr(instance, item.name), make) for item in fields(instance)])

    return make(obj)


def _is_keyword(name):
    try:
        compile(f"{name} = 0", "<string>", "exec")
    except SyntaxError:
        return True
    return False


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    body = dict(namespace or {})
    annotations = {}
    for item in fields:
        if not isinstance(item, str) and len(item) not in (2, 3):
            raise TypeError(f"Invalid field: {item!r}")
        name, annotation = (item, "typing.Any") if isinstance(item, str) else item[:2]
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if _is_keyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = annotation
        if not isinstance(item, str) and len(item) == 3:
            body[name] = item[2]
    body["__annotations__"] = annotations
    return dataclass(types.new_class(cls_name, bases, {}, lambda space: space.update(body)), **options)


def replace(obj, /, **changes):
    if not is_dataclass(obj) or isinstance(obj, type):
        raise TypeError("replace() should be called on dataclass instances")
    for item in getattr(obj, _FIELDS).values():
        if item._kind == "class":
            continue
        if not item.init:
            if item.name in changes:
                raise ValueError(
                    f"field {item.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if item.name not in changes:
            if item._kind == "init" and item.default is MISSING:
                raise ValueError(f"InitVar {item.name!r} must be specified with replace()")
            changes[item.name] = getattr(obj, item.name)
    return obj.__class__(**changes)
