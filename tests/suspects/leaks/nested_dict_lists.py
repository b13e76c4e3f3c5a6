index = {}
def add(country, city, person):
    index.setdefault(country, {}).setdefault(city, []).append({"name": person})
for i in range(600):
    add("country%d" % (i % 3), "city%d" % (i % 7), "person %d" % i)
print(len(index))
#> dict | modules: __main__.index['country1'] | nested_dict_lists.py:3 in add
#> dict | modules: __main__.index['country2'] | nested_dict_lists.py:3 in add
#> dict | modules: __main__.index['country0'] | nested_dict_lists.py:3 in add
