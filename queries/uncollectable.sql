-- uncollectable: objects that the collector found unreachable and could not free
--
-- Each verdict 'uncollectable': legacy finalizers in a cycle. The objects wait in gc.garbage.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, collection INTEGER, seq INTEGER, fate TEXT, source TEXT
SELECT
  e.oid AS oid,
  o.type AS type,
  e.collection AS collection,
  e.seq AS seq,
  o.fate AS fate,
  source(o.born_site) AS source
FROM event AS e
JOIN object AS o ON o.oid = e.oid
WHERE e.kind = 'verdict'
  AND e.fate = 'uncollectable'
  AND o.type GLOB :type
ORDER BY seq
