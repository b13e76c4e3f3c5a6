-- peak: what was alive when live bytes were highest, by type
--
-- The moment is run.peak_seq, the first event at which the most bytes were alive. What was
-- alive then may be gone at every snapshot and at the exit. Where it was born: peak_sites.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: type TEXT, objects INTEGER, bytes INTEGER, share REAL, alive_at_end INTEGER
SELECT
  o.type AS type,
  count(*) AS objects,
  sum(o.size) AS bytes,
  round(100.0 * sum(o.size) / (SELECT peak_bytes FROM run), 1) AS share,
  sum(o.died_seq IS NULL) AS alive_at_end
FROM object((SELECT peak_seq FROM run)) AS o
WHERE o.type GLOB :type
GROUP BY o.type
ORDER BY bytes DESC, objects DESC, type
