"""What the class statement and type() do through the built-in functions."""


def attempt(action):
    try:
        return action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **keywords):
        return {"prepared": (name, keywords)}

    def __new__(mcs, name, bases, namespace, **keywords):
        cls = super().__new__(mcs, name, bases, dict(namespace))
        cls.keywords = keywords
        return cls

    def __init__(cls, name, bases, namespace, **keywords):
        super().__init__(name, bases, namespace)


class Plain(metaclass=Meta, flag=1):
    pass


class Derived(Plain, flag=2):
    pass


print(Plain.prepared, Plain.keywords, type(Derived).__name__, Derived.keywords)
Made = type("Made", (Plain,), {"a": 1})
print(Made.a, type(Made).__name__, Made.__name__, Made.__bases__)
Simple = type("Simple", (), {"x": 5, "get": lambda self: self.x})
print(Simple().get(), Simple.__mro__)


class WithHook:
    made = []

    def __init_subclass__(cls, tag=None, **keywords):
        super().__init_subclass__(**keywords)
        WithHook.made.append((cls.__name__, tag))


class A(WithHook, tag="a"):
    pass


class B(A):
    pass


print(WithHook.made)


class Named:
    def __set_name__(self, owner, name):
        self.place = f"{owner.__name__}.{name}"

    def __get__(self, instance, owner):
        return self.place if instance is None else (self.place, instance.value)


class Owner:
    field = Named()
    value = 3


print(Owner.field, Owner().field)


class Entries:
    def __mro_entries__(self, bases):
        return (list,)


class FromEntries(Entries()):
    pass


print(FromEntries.__bases__, FromEntries([1]), FromEntries.__orig_bases__[0].__class__.__name__)


class IntList(list[int]):
    pass


print(IntList.__bases__, list[int], dict[str, int], tuple[int, ...], list[int].__origin__, dict[str, list[int]].__args__)
print(list[int]([1, 2]), list[int] == list[int], {list[int]: 1}[list[int]])
print(attempt(lambda: type("X", (int, str), {})), attempt(lambda: type("X", (bool,), {})), attempt(lambda: type(1, 2)))


def function_metaclass(name, bases, namespace):
    return name, bases, sorted(key for key in namespace if not key.startswith("__"))


class NotAClass(metaclass=function_metaclass):
    y = 1
    x = 2


print(NotAClass)
