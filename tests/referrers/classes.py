"""A class attribute, a default value, and what a partial was given."""

from functools import partial
from marked import Marked, show

marked = Marked()


class Registry:
    entry = marked


def with_default(value=marked):
    return value


def with_keyword_default(*, value=marked):
    return value


call = partial(with_default, marked)
show(marked)
