"""An unbounded cache: a module dict that is filled and never emptied.

What leaks:  every Page that was ever rendered, is held by `cache`, the global dict, under
             the key '/page/N'.
What shows it:
    growth     --from warm --to end    Page grows by exactly 300
    survivors  --from warm --to end    300 Pages born in between are alive at the exit
    referrers  --object OID            the dict, the key, and the line `cache[path] = page`
"""

import heapledger

cache = {}


class Page:
    __slots__ = ("path", "title", "words", "views", "width", "height", "is_public")

    def __init__(self, path, title):
        self.path = path
        self.title = title
        self.words = len(path) * 12
        self.views = 0
        self.width = 640
        self.height = 480
        self.is_public = True


def render(path):
    return Page(path, "A page")


def serve(path):
    if path in cache:
        return cache[path]
    page = render(path)
    cache[path] = page
    return page


def main():
    for number in range(100):
        serve(f"/page/{number}")
    heapledger.snapshot("warm")
    views = 0
    for number in range(400):
        page = serve(f"/page/{number}")
        page.views += 1
        views += page.views
    heapledger.snapshot("end")
    print("pages cached:", len(cache), "views:", views)


main()
