-- uncollectable: objects that the collector found unreachable and could not free
--
-- Each verdict 'uncollectable': legacy finalizers in a cycle. The objects wait in gc.garbage.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, collection INTEGER, seq INTEGER, fate TEXT, source TEXT
WITH
  -- one row a verdict
  verdicts AS MATERIALIZED (
    SELECT oid, collection, seq
    FROM event
    WHERE kind = 'verdict'
      AND fate = 'uncollectable'
  )
SELECT
  v.oid AS oid,
  o.type AS type,
  v.collection AS collection,
  v.seq AS seq,
  o.fate AS fate,
  source(o.born_site) AS source
FROM object AS o
CROSS JOIN verdicts AS v ON v.oid = o.oid
WHERE o.type GLOB :type
ORDER BY seq
