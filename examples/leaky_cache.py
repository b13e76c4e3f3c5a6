"""An unbounded cache: a module dict that is filled and never emptied.

What leaks:  every Page that was ever rendered, with its dict and its body, is held by `cache`,
             the global dict, under the key '/page/N'.
What shows it:
    growth     --from warm --to end    Page grows by exactly 300
    survivors  --from warm --to end    300 Pages born in between are alive at the exit
    referrers  --object OID            the dict, the key, and the line `cache[path] = page`
"""

import heapledger

cache = {}


class Page:
    def __init__(self, path, body):
        self.path = path
        self.body = body


def render(path):
    words = [word.upper() for word in path.split("/") if word]
    return Page(path, " ".join(words) * 20)


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
    size = 0
    for number in range(400):
        size += len(serve(f"/page/{number}").body)
    heapledger.snapshot("end")
    print("pages cached:", len(cache), "characters served:", size)


main()
