-- cycles: the cycles of garbage that each collection found, by shape
--
-- Cycles of the same types whose last reference was made at the same line are one row: how
-- many there were, in how many collections, how many objects and bytes each time, and the line
-- that closed the cycle. `example` is the lowest object number in the first of them.
--
-- :collection  integer  only those of this collection (default: none)
-- returns: shape TEXT, cycles INTEGER, collections INTEGER, objects INTEGER, bytes INTEGER,
--          closed_by TEXT, closing_holder TEXT, closing_object TEXT, example INTEGER
SELECT
  shape,
  count(*) AS cycles,
  count(DISTINCT collection) AS collections,
  sum(objects) AS objects,
  sum(bytes) AS bytes,
  source(site) AS closed_by,
  object_type(min(closing_holder)) AS closing_holder,
  object_type(min(closing_oid)) AS closing_object,
  min(first_oid) AS example
FROM garbage_cycle
WHERE :collection IS NULL
   OR collection = :collection
GROUP BY shape, source(site)
ORDER BY cycles DESC, bytes DESC, shape, closed_by
