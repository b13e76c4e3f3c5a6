class Button:
    def __init__(self): self.on_click = []
class Dialog:
    def __init__(self, n): self.n = n; self.text = "dialog %d" % n * 10
    def clicked(self): return self.n
button = Button()
def show(n):
    d = Dialog(n)
    button.on_click.append(d.clicked)
for i in range(300): show(i)
print(sum(f() for f in button.on_click))
#> method | modules: __main__.button.on_click | bound_methods.py:9 in show
