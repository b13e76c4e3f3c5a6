import sys
print(sys.modules[__name__].later)
later = 1
