"""import in all forms, from the script's own folder."""
import sys
import lib.helper
import lib.package.inner as deep
import lib.package
from lib import helper as h
from lib.helper import value, add as plus
from lib.package import *
from lib.package import inner, name
from lib.package.inner import relative

print(lib.helper.value, h is lib.helper, value, plus(1, 2), deep.__name__, inner is deep)
print(exported, "hidden" in globals(), name, relative)
print(lib.helper.__name__, lib.package.__package__, lib.package.inner.__package__, lib.helper.__file__.endswith("lib/helper.py"))
print(lib.package.__path__[0].endswith("lib/package"), "lib.helper" in sys.modules, sys.modules["lib.helper"] is h)
for text in ("import nothing_here", "import lib.nothing", "from lib.helper import missing", "import lib.helper.deeper",
             "from lib import absent", "from . import x", "import lib.broken"):
    try:
        exec(text)
    except Exception as e:
        print(type(e).__name__, str(e).split(" (")[0], getattr(e, "name", None))
print("lib.broken" in sys.modules)
import lib.circular_a
print(lib.circular_a.done)
try:
    from lib import circular_c
except ImportError as e:
    print(type(e).__name__, str(e).split(" (/")[0])
try:
    import lib.circular_e
except AttributeError as e:
    print(e)
m = __import__("lib.helper")
print(m.__name__, __import__("lib.helper", fromlist=["value"]).__name__)


def local():
    import lib.helper as inside
    from lib.helper import value as v
    return inside.value + v


print(local())
if __name__ == "__main__":
    print("main")
sys.modules["fake"] = 5
import fake
print(fake)
