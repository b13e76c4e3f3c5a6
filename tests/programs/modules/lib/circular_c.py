from lib.circular_d import thing
other = 1
