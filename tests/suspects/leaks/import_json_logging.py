import argparse, collections, json, logging, unittest
log = logging.getLogger("app")
pages = {}
class Page:
    def __init__(self, text): self.data = json.loads(text)
def serve(n):
    pages["/p/%d" % n] = Page('{"n": %d, "tags": ["a", "b"]}' % n)
    log.debug("served %d", n)
for i in range(120): serve(i)
print(len(pages))
#> Page | modules: __main__.pages | import_json_logging.py:7 in serve
