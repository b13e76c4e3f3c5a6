# What programs that were tried showed, one by one.
import datetime
import io
import json
import os
import tempfile


class Named:
    __slots__ = ("x", "y", "x")  # a name twice is one field

    def __init__(self):
        self.x, self.y = 1, 2


print(Named().x, Named().y, Named.__slots__)
moment = datetime.datetime(2024, 2, 29, 13, 5)
print(hash(moment) == hash(moment.replace()), {moment: 1}[moment.replace()])

decoder = json.JSONDecoder()
print(decoder.raw_decode('{"a": 1} tail'), decoder.raw_decode("[1, 2] 5", 7), json.loads('"a\tb"', strict=False))
for wrong in (lambda: decoder.raw_decode(" 1"), lambda: decoder.raw_decode("1", -1), lambda: json.loads('"a\tb"')):
    try:
        wrong()
    except ValueError as error:
        print(type(error).__name__, error)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "lines.txt")
    with open(path, "w", newline="\r\n") as file:
        print("a", "b", sep=",", file=file)
        file.writelines(["x\n", "y\n"])
    for newline in (None, "", "\n", "\r", "\r\n"):
        with open(path, newline=newline) as file:
            print(repr(newline), file.read().encode())
    with open(path, "w", newline="\r") as file:
        file.write("p\nq\n")
    print(open(path, "rb").read())
    for options in ({"encoding": "utf-8"}, {"errors": "ignore"}, {"newline": "\n"}):
        try:
            open(path, "rb", **options)
        except ValueError as error:
            print(error)
