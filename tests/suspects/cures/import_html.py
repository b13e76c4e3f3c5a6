import html
def escape(n): return html.unescape(html.escape("<a id=%d>" % n))
print(sum(len(escape(i)) for i in range(60)))
