import lib.circular_b
done = lib.circular_b.seen
