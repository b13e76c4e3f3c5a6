print("a program with an error in its text does not begin to run")
value = (1,
if value:
    pass
