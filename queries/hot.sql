-- hot: the objects with the most count traffic
--
-- How often references to an object began (increfs, the birth not counted) and ended (decrefs)
-- over its life. The busiest first.
--
-- :type  glob     only types whose name matches (default: *)
-- :top   integer  so many rows (default: 20)
-- returns: oid INTEGER, type TEXT, increfs INTEGER, decrefs INTEGER, traffic INTEGER, fate TEXT,
--          source TEXT
SELECT
  oid,
  type,
  increfs,
  decrefs,
  increfs + decrefs AS traffic,
  fate,
  source(born_site) AS source
FROM object
WHERE type GLOB :type
  AND recorded('references')
ORDER BY traffic DESC, oid
LIMIT :top
