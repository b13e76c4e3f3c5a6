-- retained: the objects that keep the most memory alive
--
-- Retained is what would go if the object went: its own size, and the size of all that is
-- reached only through it (its dominator tree). The largest first.
--
-- :at    snapshot  at this snapshot, its number or label (default: the last)
-- :type  glob      only types whose name matches (default: *)
-- :top   integer   so many rows (default: 20)
-- returns: oid INTEGER, type TEXT, size INTEGER, retained_objects INTEGER, retained INTEGER,
--          share REAL, source TEXT
SELECT
  oid,
  type,
  size,
  retained_objects,
  retained,
  round(100.0 * retained / (SELECT bytes FROM snapshot WHERE id = :at), 1) AS share,
  source(site) AS source
FROM node(:at)
WHERE oid > 0
  AND type GLOB :type
ORDER BY retained DESC, oid
LIMIT :top
