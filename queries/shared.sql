-- shared: the objects that most references lead to
--
-- The count is what the object's header says, `referrers` how many references the heap has to
-- it.
--
-- :at    snapshot  at this snapshot, its number or label (default: the last)
-- :type  glob      only types whose name matches (default: *)
-- :top   integer   so many rows (default: 20)
-- returns: oid INTEGER, type TEXT, count INTEGER, referrers INTEGER, retained INTEGER,
--          source TEXT
SELECT
  oid,
  type,
  count,
  referrers,
  retained,
  source(site) AS source
FROM node(:at)
WHERE oid > 0
  AND type GLOB :type
ORDER BY referrers DESC, oid
LIMIT :top
