-- cycles_pending: cycles of garbage that the collector has not met
--
-- What no root reaches at a snapshot and what holds itself alive by a cycle, by shape and by
-- the line that closed the cycle, with the label of the closing reference.
--
-- :at  snapshot  at this snapshot, its number or label (default: the last)
-- returns: shape TEXT, cycles INTEGER, objects INTEGER, bytes INTEGER, closed_by TEXT,
--          closing_holder TEXT, label TEXT, closing_object TEXT, example INTEGER
SELECT
  shape,
  count(*) AS cycles,
  sum(objects) AS objects,
  sum(bytes) AS bytes,
  source(site) AS closed_by,
  object_type(min(closing_holder)) AS closing_holder,
  min(label) AS label,
  object_type(min(closing_oid)) AS closing_object,
  min(first_oid) AS example
FROM pending_cycle(:at)
GROUP BY shape, source(site)
ORDER BY cycles DESC, bytes DESC, shape, closed_by
