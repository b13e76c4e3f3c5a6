-- no_cycles: no collection found a cycle, and none is pending
--
-- One row a shape of cycle that was garbage, found by a collection or waiting at snapshot :at.
--
-- :at     snapshot  also what waits at this snapshot, its number or label (default: the last)
-- :allow  integer   so many cycles of a shape are fine (default: 0)
-- returns: found TEXT, shape TEXT, cycles INTEGER, bytes INTEGER, closed_by TEXT
SELECT 'collected' AS found, shape, cycles, bytes, closed_by
FROM cycles
WHERE cycles > :allow
UNION ALL
SELECT 'pending', shape, cycles, bytes, closed_by
FROM cycles_pending(:at)
WHERE cycles > :allow
ORDER BY cycles DESC, found, shape, closed_by
