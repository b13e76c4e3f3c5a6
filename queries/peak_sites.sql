-- peak_sites: where the objects were born that were alive at the peak
--
-- As `peak`, by the line where the objects were born, and their type.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: source TEXT, type TEXT, objects INTEGER, bytes INTEGER, share REAL,
--          alive_at_end INTEGER
WITH
  -- one row a site and type, by numbers
  sites AS (
    SELECT
      o.born_site AS site,
      o.type_id AS type_id,
      count(*) AS objects,
      sum(o.size) AS bytes,
      sum(o.died_seq IS NULL) AS alive_at_end
    FROM object((SELECT peak_seq FROM run)) AS o
    GROUP BY o.born_site, o.type_id
  )
SELECT
  source(site) AS source,
  t.name AS type,
  sum(objects) AS objects,
  sum(bytes) AS bytes,
  round(100.0 * sum(bytes) / (SELECT peak_bytes FROM run), 1) AS share,
  sum(alive_at_end) AS alive_at_end
FROM sites
JOIN type AS t ON t.id = sites.type_id
WHERE t.name GLOB :type
GROUP BY source(site), t.name
ORDER BY bytes DESC, objects DESC, source, type
