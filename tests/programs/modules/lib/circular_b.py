import lib.circular_a
seen = hasattr(lib.circular_a, "done") if hasattr(lib, "circular_a") else "not yet"
