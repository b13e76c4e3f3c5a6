"""The limit of int to text conversions, and the alternate form of floats without a type."""

import sys

print(sys.get_int_max_str_digits())
for limit in (639, 640, 0, -1, "a"):
    try:
        sys.set_int_max_str_digits(limit)
        print(limit, sys.get_int_max_str_digits())
    except (ValueError, TypeError, OverflowError) as error:
        print(limit, type(error).__name__)
    try:
        print(len(str(10**5000)), len(str(10**500)), int("9" * 700) > 0)
    except ValueError as error:
        print(error)
sys.set_int_max_str_digits(maxdigits=4300)
for number in (1e16, 1.0, 123456.0, 0.0, 1.5):
    print(format(number, "#"), format(number, "#.5"), format(number, "#.3"), format(number, ".3"), format(number, "#g"))
