"""Enumerations: named, unique, constant members."""

import sys

_MappingProxy = type(type.__dict__)

__all__ = ["Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP",
           "auto", "unique", "EnumMeta", "EnumType", "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE", "verify",
           "member", "nonmember", "property", "global_enum", "global_enum_repr", "global_str", "show_flag_values"]


class auto:
    """A value that the enumeration chooses."""

    def __init__(self, value=None):
        self.value = value


class nonmember:
    """A value in the body of an enumeration that is to be none of its members."""

    def __init__(self, value):
        self.value = value


class member:
    """A value that is to be a member, though it looks like a method or a class."""

    def __init__(self, value):
        self.value = value


class property(property):
    """An attribute of the members, as name and value are."""


def _is_member(key, value):
    if key.startswith("_") and (key.endswith("_") or key.startswith("__")):
        return False
    return not (hasattr(value, "__get__") or hasattr(value, "__set__") or hasattr(value, "__delete__"))


def bin(num, max_bits=0):
    """The sign bit and the other binary digits: 0b0 1010."""
    digits = f"{num if num >= 0 else num + (1 << num.bit_length()):b}" if num else ""
    digits = digits.rjust(num.bit_length(), "0")
    return f"0b{num < 0:d} " + digits.rjust(max_bits or 0, "01"[num < 0])


class _Namespace(dict):
    """Collects the members of a class body in order and gives auto() its values."""

    def __init__(self):
        super().__init__()
        self.members = []
        self.last_values = []
        self.generate = None
        self.ignored = []

    def __setitem__(self, key, value):
        if key == "_ignore_":
            self.ignored = value.replace(",", " ").split() if isinstance(value, str) else list(value)
            return
        if key in self.ignored:
            pass
        elif key == "_generate_next_value_":
            self.generate = value.__func__ if isinstance(value, staticmethod) else value
        elif isinstance(value, nonmember):
            value = value.value
        elif isinstance(value, member) or _is_member(key, value):
            value = value.value if isinstance(value, member) else value
            if key in self.members:
                raise TypeError("%r already defined as %r" % (key, self[key]))
            if isinstance(value, auto):
                value = self.generate(key, 1, len(self.members), self.last_values[:])
            self.members.append(key)
            self.last_values.append(value)
        super().__setitem__(key, value)


class EnumType(type):
    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        namespace = _Namespace()
        for base in bases:
            generate = getattr(base, "_generate_next_value_", None)
            if generate is not None:
                namespace.generate = generate
                break
        return namespace

    def __new__(metacls, name, bases, namespace, *, boundary=None, **kwds):
        for base in bases:
            if isinstance(base, EnumType) and base._member_map_:
                raise TypeError(f"<enum {name!r}> cannot extend {base!r}")
        members = [(key, namespace[key]) for key in getattr(namespace, "members", ())]
        ignored = getattr(namespace, "ignored", ())
        body = {key: value for key, value in namespace.items() if key not in dict(members) and key not in ignored}
        data_type = object
        for base in bases:
            for ancestor in base.__mro__:
                if ancestor is not object and not isinstance(ancestor, EnumType) and "__new__" in ancestor.__dict__:
                    data_type = ancestor
                    break
            if data_type is not object:
                break
        cls = super().__new__(metacls, name, bases, body, **kwds)
        cls._member_names_ = []
        cls._member_map_ = {}
        cls._value2member_map_ = {}
        cls._member_type_ = data_type
        cls._boundary_ = boundary or getattr(cls, "_boundary_", None)
        own_new = body.get("__new__") if bases else None
        for base in bases:
            if own_new is None and isinstance(base, EnumType):
                own_new = base.__dict__.get("__new_member__")
        cls.__new_member__ = own_new
        if bases and data_type is not object:
            for method in ("__repr__", "__str__", "__format__"):
                if method not in body and getattr(cls, method) is getattr(data_type, method):
                    type.__setattr__(cls, method, getattr(Flag if Flag and issubclass(cls, Flag) else Enum, method))
        for key, value in members:
            arguments = value if isinstance(value, tuple) and data_type is not tuple else (value,)
            if own_new is not None:
                member = (own_new.__func__ if isinstance(own_new, staticmethod) else own_new)(cls, *arguments)
                if not hasattr(member, "_value_"):
                    member._value_ = value
            elif data_type is object:
                member = object.__new__(cls)
                member._value_ = value
            else:
                member = data_type.__new__(cls, *arguments)
                member._value_ = value if arguments is not value else data_type(*arguments)
            for known in cls._member_map_.values():
                if known._value_ == member._value_:
                    member = known
                    break
            else:
                member._name_ = key
                member.__objclass__ = cls
                member._sort_order_ = len(cls._member_names_)
                if cls.__init__ is not object.__init__:
                    member.__init__(*arguments)
                if not (Flag and issubclass(cls, Flag) and isinstance(member._value_, int)
                        and member._value_.bit_count() != 1):  # of flags the single bits only
                    cls._member_names_.append(key)
                try:
                    cls._value2member_map_[member._value_] = member
                except TypeError:
                    pass
            cls._member_map_[key] = member
            type.__setattr__(cls, key, member)
        if "__new__" in body and bases:
            type.__setattr__(cls, "__new__", Enum.__new__)
        return cls

    def __call__(cls, value, names=None, *, module=None, qualname=None, type=None, start=1):
        if names is None:
            return cls._find(value)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        namespace = cls.__prepare__(value, (cls,))
        for index, item in enumerate(names):
            if isinstance(names, dict):
                namespace[item] = names[item]
            elif isinstance(item, tuple):
                namespace[item[0]] = item[1]
            else:
                namespace[item] = index + start
        return cls.__class__(value, (cls,), namespace)

    def _find(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for member in cls._member_map_.values():
                if member._value_ == value:
                    return member
        result = cls._missing_(value)
        if isinstance(result, cls):
            return result
        if result is None:
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        raise TypeError(f"error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member")

    def _convert_(cls, name, module, filter, source=None, *, boundary=None, as_global=False):
        """An enumeration of the constants of a module that the filter takes; it replaces them there."""
        module_globals = sys.modules[module].__dict__
        source = source.__dict__ if source is not None else module_globals
        members = sorted(((key, value) for key, value in source.items() if filter(key)),
                         key=lambda item: (item[1], item[0]))
        enumeration = cls(name, members, module=module)
        enumeration.__reduce_ex__ = pickle_by_global_name
        if as_global:
            global_enum(enumeration)
        else:
            module_globals.update(enumeration.__members__)
        module_globals[name] = enumeration
        return enumeration

    def __contains__(cls, member):
        if not isinstance(member, Enum):
            raise TypeError("unsupported operand type(s) for 'in': '%s' and '%s'" % (
                type(member).__qualname__, cls.__class__.__qualname__))
        return isinstance(member, cls) and member._name_ in cls._member_map_

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __getattr__(cls, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        raise AttributeError(name) from None

    def __iter__(cls):
        return (cls._member_map_[name] for name in cls._member_names_)

    def __reversed__(cls):
        return (cls._member_map_[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    @property
    def __members__(cls):
        return _MappingProxy(cls._member_map_)

    def __repr__(cls):
        return ("<flag %r>" if Flag is not None and issubclass(cls, Flag) else "<enum %r>") % cls.__name__

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError("cannot reassign member %r" % (name,))
        super().__setattr__(name, value)

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError("%r cannot delete member %r." % (cls.__name__, name))
        super().__delattr__(name)


EnumMeta = EnumType
Flag = None


class Enum(metaclass=EnumType):
    def __new__(cls, value):
        return cls._find(value)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return max(last_values) + 1 if last_values else start

    @classmethod
    def _missing_(cls, value):
        return None

    @property
    def name(self):
        return self._name_

    @name.setter
    def name(self, value):
        raise AttributeError("<enum 'Enum'> cannot set attribute 'name'")

    @property
    def value(self):
        return self._value_

    @value.setter
    def value(self, value):
        raise AttributeError("<enum 'Enum'> cannot set attribute 'value'")

    def __repr__(self):
        return "<%s.%s: %r>" % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __dir__(self):
        """What every member has, and what the class adds to its members."""
        names = set(object.__dir__(self)) if self._member_type_ is not object else set()
        names.update(name for name in self.__dict__ if name[0] != "_")
        for cls in type(self).__mro__:
            names.update(name for name in cls.__dict__ if name[0] != "_" and name not in self._member_map_)
        return sorted(names | {"__class__", "__doc__", "__eq__", "__hash__", "__module__"})

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class ReprEnum(Enum):
    """An enumeration whose members are shown as members, and printed as their values."""


class IntEnum(int, ReprEnum):
    def __str__(self):
        return int.__repr__(self)

    def __format__(self, format_spec):
        return int.__format__(int(self), format_spec)

    __hash__ = int.__hash__


class StrEnum(str, ReprEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return str.__str__(self._value_)

    def __format__(self, format_spec):
        return str.__format__(self._value_, format_spec)

    __hash__ = str.__hash__


class Flag(Enum, boundary="strict"):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return 2 ** max(value.bit_length() for value in last_values) if last_values else start

    @classmethod
    def _missing_(cls, value):
        """A value of several bits is a member without a name of its own."""
        if not isinstance(value, int):
            raise ValueError("%r is not a valid %s" % (value, cls.__qualname__))
        known = 0
        for member in cls._member_map_.values():
            known |= member._value_
        every = (1 << known.bit_length()) - 1
        given = value
        if not ~every <= value <= every or value & (every ^ known):
            if cls._boundary_ == "strict":
                width = max(value.bit_length(), known.bit_length())
                raise ValueError("%r invalid value %r\n    given %s\n  allowed %s" % (
                    cls, value, bin(value, width), bin(known, width)))
            if cls._boundary_ == "conform":
                value &= known
            elif cls._boundary_ == "eject":
                return value
            elif value < 0:
                value += max(every + 1, 1 << value.bit_length())
        if value < 0:
            value += every + 1
        member = cls._value2member_map_.get(value)
        if member is None:
            member = cls._value2member_map_[value] = cls._combine(value)
        cls._value2member_map_[given] = member
        return member

    @classmethod
    def _combine(cls, value):
        member = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        member._value_ = value
        parts = [part for part in cls if part._value_ & value]
        singles = 0
        for part in parts:
            singles |= part._value_
        for part in cls._member_map_.values():
            if value & ~singles and part not in parts and part._value_ and part._value_ & value == part._value_:
                parts.append(part)
                singles |= part._value_
        names = [part._name_ for part in parts]
        if names and value & ~singles:
            names.append(str(value & ~singles))
        member._name_ = "|".join(names) or None
        member.__objclass__ = cls
        return member

    def __contains__(self, other):
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        return (member for member in type(self) if member._value_ & self._value_)

    def __len__(self):
        return bin(self._value_).count("1")

    def __bool__(self):
        return bool(self._value_)

    def __repr__(self):
        if self._name_ is None:
            return "<%s: %r>" % (self.__class__.__name__, self._value_)
        return "<%s.%s: %r>" % (self.__class__.__name__, self._name_, self._value_)

    def __str__(self):
        if self._name_ is None:
            return "%s(%r)" % (self.__class__.__name__, self._value_)
        return "%s.%s" % (self.__class__.__name__, self._name_)

    def _bits(self, other):
        if isinstance(other, type(self)):
            return other._value_
        return other if isinstance(self, int) and isinstance(other, int) else None

    def __or__(self, other):
        bits = self._bits(other)
        return NotImplemented if bits is None else type(self)(self._value_ | bits)

    def __and__(self, other):
        bits = self._bits(other)
        return NotImplemented if bits is None else type(self)(self._value_ & bits)

    def __xor__(self, other):
        bits = self._bits(other)
        return NotImplemented if bits is None else type(self)(self._value_ ^ bits)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        return type(self)(~self._value_)

    def __hash__(self):
        return hash(self._value_)


class IntFlag(int, ReprEnum, Flag, boundary="keep"):
    def __str__(self):
        return int.__repr__(self)

    def __format__(self, format_spec):
        return int.__format__(int(self), format_spec)

    __or__ = __ror__ = Flag.__or__
    __and__ = __rand__ = Flag.__and__
    __xor__ = __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__
    __hash__ = int.__hash__


def unique(enumeration):
    """A class decorator that forbids two names for one value."""
    aliases = [(name, member.name) for name, member in enumeration._member_map_.items() if name != member.name]
    if aliases:
        details = ", ".join("%s -> %s" % pair for pair in aliases)
        raise ValueError("duplicate values found in %r: %s" % (enumeration, details))
    return enumeration


class FlagBoundary(StrEnum):
    """What a flag does with bits that none of its members has."""

    STRICT = "strict"
    CONFORM = "conform"
    EJECT = "eject"
    KEEP = "keep"


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class EnumCheck(StrEnum):
    """What verify() can check."""

    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """A class decorator that checks an enumeration."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        if UNIQUE in self.checks:
            aliases = [f"{name} -> {value.name}" for name, value in enumeration.__members__.items() if name != value.name]
            if aliases:
                raise ValueError(f"aliases found in {enumeration!r}: {', '.join(aliases)}")
        if CONTINUOUS in self.checks:
            values = {value.value for value in enumeration}
            missing = [value for value in range(min(values, default=0) + 1, max(values, default=0)) if value not in values]
            if Flag in enumeration.__mro__:
                missing = [value for value in missing if value & (value - 1) == 0]
            if missing:
                raise ValueError(f"invalid {'flag' if Flag in enumeration.__mro__ else 'enum'} {enumeration.__name__!r}: "
                                 f"missing values {', '.join(map(str, missing))}")
        return enumeration


def pickle_by_global_name(self, protocol):
    return self.name


def global_enum_repr(self):
    return f"{self.__class__.__module__.rpartition('.')[2]}.{self._name_ or self._value_!r}"


def global_str(self):
    return self._name_ or f"{self.__class__.__name__}({self._value_!r})"


def global_enum(cls, update_str=False):
    """A class decorator: the members are names of the module, and shown so."""
    cls.__repr__ = global_enum_repr
    if update_str or not issubclass(cls, ReprEnum):
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def show_flag_values(value):
    """The single bits of a number."""
    return [1 << bit for bit in range(value.bit_length()) if value >> bit & 1]


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """A class decorator that makes an enumeration of a plain class."""
    def convert(cls):
        body = type(etype).__prepare__(cls.__name__, (etype,))
        for key, value in cls.__dict__.items():
            if key not in ("__dict__", "__weakref__", "__init_subclass__"):
                body[key] = value
        return type(etype)(cls.__name__, (etype,), body)
    return convert
