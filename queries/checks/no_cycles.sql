-- no_cycles: no collection found a cycle, and none is pending
--
-- One row a shape of cycle that was garbage, found by a collection or waiting at snapshot :at. What
-- the collections of the teardown find does not count: every class is a cycle, and the teardown
-- makes garbage of it. The program's own garbage of the last moment waits at the snapshot 'exit'.
--
-- :at     snapshot  also what waits at this snapshot, its number or label (default: the last)
-- :allow  integer   so many cycles of a shape are fine (default: 0)
-- returns: found TEXT, shape TEXT, cycles INTEGER, bytes INTEGER, closed_by TEXT
SELECT
  'collected' AS found,
  shape,
  count(*) AS cycles,
  sum(bytes) AS bytes,
  source(site) AS closed_by
FROM garbage_cycle
JOIN collection ON collection.id = garbage_cycle.collection
WHERE trigger <> 'exit'
GROUP BY shape, source(site)
HAVING count(*) > :allow
UNION ALL
SELECT 'pending', shape, cycles, bytes, closed_by
FROM cycles_pending(:at)
WHERE cycles > :allow
ORDER BY cycles DESC, found, shape, closed_by
