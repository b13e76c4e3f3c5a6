"""An object cache that forgets, with a factory."""
import weakref


class Image:
    made = 0

    def __init__(self, name):
        Image.made += 1
        self.name = name


cache = weakref.WeakValueDictionary()


def load(name):
    image = cache.get(name)
    if image is None:
        image = cache[name] = Image(name)
    return image


a = load("a")
b = load("a")
print(a is b, Image.made, len(cache))
del a
print(len(cache))
del b
print(len(cache), load("a").name, Image.made, len(cache))
