from lib.circular_c import other
thing = 1
