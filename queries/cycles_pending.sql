-- cycles_pending: cycles of garbage that the collector has not met
--
-- What no root reaches at a snapshot and what holds itself alive by a cycle, as `cycles` shows what
-- collections found: by types, by the edges that hold it together, and by the line that closed it.
--
-- :at  snapshot  at this snapshot, its number or label (default: the last)
-- returns: shape TEXT, edges TEXT, cycles INTEGER, objects INTEGER, bytes INTEGER, closed_by TEXT,
--          closing_holder TEXT, label TEXT, closing_object TEXT, example INTEGER
SELECT
  shape,
  edges,
  count(*) AS cycles,
  sum(objects) AS objects,
  sum(bytes) AS bytes,
  source(site) AS closed_by,
  object_type(closing_holder) AS closing_holder,
  label,
  object_type(closing_oid) AS closing_object,
  min(first_oid) AS example -- and the closing reference of this one
FROM pending_cycle(:at)
GROUP BY shape, edges, source(site)
ORDER BY cycles DESC, bytes DESC, shape, edges, closed_by
