class Crawler:
    def __init__(self): self.visited = set()
    def visit(self, n):
        url = "http://example.com/page?id=%d" % n
        if url in self.visited: return False
        self.visited.add(url)
        return True
c = Crawler()
print(sum(c.visit(i) for i in range(500)))
#> str | modules: __main__.c.visited | set_of_seen.py:6 in Crawler.visit
