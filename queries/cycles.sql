-- cycles: the cycles of garbage that each collection found, by shape
--
-- Cycles of the same types, held together by the same edges, whose last reference was made at the
-- same line are one row: how many there were, in how many collections, how many objects and bytes,
-- and the line that closed the cycle, with the ends and the label of that reference. An instance
-- and its __dict__ are read as one in `edges`: 'Node.parent -> Node'. `example` is the lowest
-- object number in the first of them.
--
-- :collection  integer  only those of this collection (default: none)
-- returns: shape TEXT, edges TEXT, cycles INTEGER, collections INTEGER, objects INTEGER,
--          bytes INTEGER, closed_by TEXT, closing_holder TEXT, label TEXT, closing_object TEXT,
--          example INTEGER
SELECT
  shape,
  edges,
  count(*) AS cycles,
  count(DISTINCT collection) AS collections,
  sum(objects) AS objects,
  sum(bytes) AS bytes,
  source(site) AS closed_by,
  object_type(closing_holder) AS closing_holder,
  label,
  object_type(closing_oid) AS closing_object,
  min(first_oid) AS example -- and the closing reference of this one
FROM garbage_cycle
WHERE :collection IS NULL
   OR collection = :collection
GROUP BY shape, edges, source(site)
ORDER BY cycles DESC, bytes DESC, shape, edges, closed_by
