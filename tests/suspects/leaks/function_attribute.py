def render(template, value):
    key = template + str(value)
    cache = render.cache
    if key not in cache:
        cache[key] = [template] * 3 + [key]
    return cache[key]
render.cache = {}
for i in range(300): render("hello ", i)
print(len(render.cache))
#> list | modules: __main__.render.cache | function_attribute.py:5 in render
