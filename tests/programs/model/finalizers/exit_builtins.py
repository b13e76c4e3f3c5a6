"""At the exit builtins has its first names again before what the program put there dies."""
import builtins


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, type(print).__name__, hasattr(builtins, "added"))


plain = print


def own_print(*words):
    plain("own", *words)


builtins.print = own_print
builtins.len = Named("in the place of len")
builtins.added = Named("added")
builtins.another = Named("another")
named = Named("a global")
named.itself = named
print("end")
