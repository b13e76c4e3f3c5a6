-- unexplained: counts that no referrer in the heap accounts for
--
-- Objects whose count at a snapshot is higher than the references that objects and roots hold
-- to them: the rest is in flight (evaluation stack, C locals), or a reference that nobody will
-- ever close.
--
-- :at     snapshot  at this snapshot, its number or label (default: the last)
-- :type   glob      only types whose name matches (default: *)
-- :least  integer   only objects with so many unexplained references (default: 1)
-- returns: oid INTEGER, type TEXT, count INTEGER, explained INTEGER, unexplained INTEGER,
--          source TEXT
SELECT
  oid,
  type,
  count,
  count - in_flight AS explained,
  in_flight AS unexplained,
  source(site) AS source
FROM node(:at)
WHERE oid > 0
  AND in_flight >= :least
  AND type GLOB :type
ORDER BY unexplained DESC, oid
