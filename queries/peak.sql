-- peak: what was alive when live bytes were highest, by type
--
-- The moment is run.peak_seq, the first event at which the most bytes were alive. What was
-- alive then may be gone at every snapshot and at the exit. Where it was born: peak_sites.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: type TEXT, objects INTEGER, bytes INTEGER, share REAL, alive_at_end INTEGER
WITH
  -- one row a type, by number
  types AS (
    SELECT
      o.type_id AS type_id,
      count(*) AS objects,
      sum(o.size) AS bytes,
      sum(o.died_seq IS NULL) AS alive_at_end
    FROM object((SELECT peak_seq FROM run)) AS o
    GROUP BY o.type_id
  )
SELECT
  t.name AS type,
  sum(objects) AS objects,
  sum(bytes) AS bytes,
  round(100.0 * sum(bytes) / (SELECT peak_bytes FROM run), 1) AS share,
  sum(alive_at_end) AS alive_at_end
FROM types
JOIN type AS t ON t.id = types.type_id
WHERE t.name GLOB :type
GROUP BY t.name
ORDER BY bytes DESC, objects DESC, type
