class Page:
    def __init__(self): self.html = ""
    def add(self, n): self.html = self.html + "<p>%d</p>" % n
p = Page()
for i in range(2000): p.add(i)
print(len(p.html))
#> str | modules: __main__.p.html | string_concat.py:3 in Page.add
