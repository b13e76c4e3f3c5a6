from . import hidden
from .. import helper
from ..helper import value as relative
from . import *
relative += len(hidden) + helper.value + len(exported)
