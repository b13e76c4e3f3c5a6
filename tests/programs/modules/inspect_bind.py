"""inspect.Signature.bind: arguments by parameter, and what could not be called."""
import inspect


def f(a, b=2, /, c=3, *rest, d, e=5, **more):
    pass


def g(x, y=1):
    pass


for function, args, kwargs in ((f, (1,), {"d": 4}), (f, (1, 2, 3, 4, 5), {"d": 0, "z": 9}), (f, (), {"d": 1}), (f, (1,), {}),
                               (g, (), {"x": 1}), (g, (1, 2, 3), {}), (g, (1,), {"x": 2}), (g, (1,), {"z": 2}), (g, (), {})):
    signature = inspect.signature(function)
    for bind in (signature.bind, signature.bind_partial):
        try:
            bound = bind(*args, **kwargs)
            print(bound.arguments, bound.args, bound.kwargs, bound)
            bound.apply_defaults()
            print(bound.arguments, bound == bind(*args, **kwargs))
        except TypeError as error:
            print(error)
