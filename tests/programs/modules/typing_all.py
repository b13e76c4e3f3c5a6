# Forms, names and aliases of typing, classes by their annotations, hints.
from typing import *
import collections.abc, types
T = TypeVar('T'); K = TypeVar('K')
def t(code):
    try: print(code, '->', eval(code))
    except Exception as e: print(code, '!!', type(e).__name__, e)
for c in ('list[T].__parameters__', 'list[T][int]', 'dict[K, list[T]][str, int]', 'list[int][str]', 'list[T][int, str]', 'dict[K, T][int]', 'tuple[T, ...][int]', 'list[T] | None', 'Optional[list[T]][int]', 'List[list[T]][int]', 'list[Optional[T]][int]', 'isinstance(1, list[int])', 'issubclass(int, list[int])', 'list[int]([1])', 'list[int] == list[int]', 'hash(list[int]) == hash(list[int])', 'collections.abc.Iterable[T][int]', 'get_args(collections.abc.Callable[[int], str])', 'Callable[[T], K][int, str]', 'Callable[..., T][int]', 'Union[T, None][int]', 'Union[T, K][int, int]', 'Dict[str, T][int]', 'Tuple[T, T][int]', 'Type[T][int]', 'Annotated[T, 1][int]', 'ClassVar[T]', 'Generic[T][int]', 'int | T', 'T | int', '"x" | T', 'Union["X", int]', 'List["X"]', 'Optional["X"]', 'int | None', 'int | str | None', 'Union[int, str] == (int | str)', 'isinstance(1, int | str)', 'isinstance(1, Union[int, str])', 'isinstance(None, Optional[int])', 'isinstance([], List)', 'isinstance({}, Mapping)', 'isinstance(print, Callable)', 'issubclass(dict, Mapping)', 'isinstance(iter([]), Iterator)', 'Union[int, Any]', 'Tuple[()]', 'tuple[()]', 'List[Any]', 'Literal["a", "b"].__args__', 'Literal[1, Literal[2]]', 'get_args(Literal[1, 2])', 'get_origin(Literal[1])', 'get_args(Annotated[int, 1])', 'get_origin(List)', 'get_origin(list)', 'get_origin(Callable[[int], str])', 'get_origin(int | str)', 'List[int].__origin__', 'List.__origin__', 'List[int].append', 'Callable', 'Mapping', 'type(list[int])', 'types.GenericAlias(list, (int,))', 'list[int].__args__', 'list[int].__origin__', 'list[int].append is list.append', 'Type["X"]', 'Iterable', 'T.__bound__', 'T.__constraints__', 'AnyStr.__constraints__', 'NoReturn[int]', 'Any[int]', 'Union', 'Union[int]', 'Generic', 'Protocol', 'Final', 'Literal'): t(c)
class Node(Generic[T]):
    children: 'List[Node[T]]'
    def __init__(self, v: T): self.v = v
print(Node[int](5).v, Node[int](5).__orig_class__, Node.__orig_bases__, get_type_hints(Node), Node[int] == Node[int], Node[T][str])
class Pair(Generic[K, T]): pass
class IntPair(Pair[int, T]): pass
print(IntPair.__parameters__, IntPair[str], Pair[int, str].__args__, IntPair.__orig_bases__, IntPair.__mro__)
class M(Mapping[str, int]):
    def __getitem__(self, k): return 1
    def __iter__(self): return iter('a')
    def __len__(self): return 1
print(dict(M()), M().get('x'), list(M().keys()), isinstance(M(), Mapping), M.__mro__[1:3], 'a' in M(), list(M().items()))
class L(List[int]): pass
print(L([1]), L.__bases__, L.__orig_bases__)
class Cb(Protocol):
    def __call__(self, x: int) -> str: ...
class HasName(Protocol):
    name: str
@runtime_checkable
class Sz(Protocol[T]):
    def size(self) -> T: ...
class X:
    def size(self): return 1
print(isinstance(X(), Sz), isinstance(1, Sz), Sz[int], Sz.__parameters__)
t('HasName()'); t('isinstance(1, HasName)')
class Impl(HasName):
    name = 'n'
print(Impl().name)
class Emp(NamedTuple):
    "doc"
    name: str
    id: int = 3
    tags: List[str] = []
    def hi(self): return f'hi {self.name}'
    @property
    def up(self): return self.name.upper()
e = Emp('bob'); print(e, e.hi(), e.up, e._asdict(), Emp.__doc__, Emp._fields, e == ('bob', 3, []), Emp.__annotations__, Emp.__mro__[1:])
class Movie(TypedDict):
    title: str
    year: NotRequired[int]
class Movie2(Movie, total=False):
    stars: int
m: Movie2 = {'title': 'x', 'stars': 1}; print(m, Movie2.__required_keys__, sorted(Movie2.__optional_keys__), Movie2.__annotations__, Movie2(title='a'), is_typeddict(Movie), Movie.__total__, Movie.__bases__)
t('isinstance({}, Movie)')
def f(a: 'int', b: Optional['Node'] = None, *args: int, c: List['Node[int]'], **kw: str) -> 'Dict[str, Any]': ...
print(get_type_hints(f)); print(f.__annotations__)
class A:
    x: int
    y: 'str' = 'a'
    z: ClassVar['int'] = 1
    def m(self, o: 'A') -> 'A': ...
class B(A):
    w: Annotated[int, 'meta']
print(get_type_hints(B), get_type_hints(B, include_extras=True), get_type_hints(A.m), B.__annotations__)
t('get_type_hints(lambda x: 1)'); t('get_type_hints(type("Q", (), {"__annotations__": {"a": "Zzz"}}))')
U = NewType('U', int); V = NewType('V', U); print(U(1) + 1, U, U.__supertype__, V.__supertype__, List[U], U | None)
def typed(fn: Callable[[int, str], bool]) -> Iterator[Tuple[int, ...]]: ...
import inspect; print(inspect.signature(typed), inspect.signature(f))
class S(IO[str]): pass
class W(TextIO): pass
def ff(x: TextIO, y: Pattern, z: Match[str]) -> IO[bytes]: ...
print(ff.__annotations__)
@no_type_check
def nt(x: 'zzz'): ...
print(get_type_hints(nt), cast('int', 5), assert_type(5, int))
import pickle, copy
for v in (List[int], Optional[str], T, Callable[[int], str], Callable[..., int], Literal[1], Annotated[int, 2], Any, Union[int, str], list[int], int | str, Dict[str, List[int]], List): print(v, pickle.loads(pickle.dumps(v)) == v, copy.deepcopy(v) == v)
