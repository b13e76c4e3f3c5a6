-- peak_sites: where the objects were born that were alive at the peak
--
-- As `peak`, by the line where the objects were born, and their type.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: source TEXT, type TEXT, objects INTEGER, bytes INTEGER, share REAL,
--          alive_at_end INTEGER
SELECT
  source(o.born_site) AS source,
  o.type AS type,
  count(*) AS objects,
  sum(o.size) AS bytes,
  round(100.0 * sum(o.size) / (SELECT peak_bytes FROM run), 1) AS share,
  sum(o.died_seq IS NULL) AS alive_at_end
FROM object((SELECT peak_seq FROM run)) AS o
WHERE o.type GLOB :type
GROUP BY source(o.born_site), o.type
ORDER BY bytes DESC, objects DESC, source, type
