from typing import Tuple, TypeVar
Ts = (int, str)
g: tuple[*Ts]
def f(*args: int) -> tuple[*Ts]: pass
x: dict[str, tuple[*Ts, int]] = {}
y: list[int | None] | None = None
z: "forward" = 3
print(__annotations__, f.__annotations__)
