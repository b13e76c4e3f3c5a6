-- frozen: objects that were put into the permanent generation
--
-- By type: how many gc.freeze() took out of the collector's sight, how many have died since,
-- and the bytes of those that live.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: type TEXT, objects INTEGER, died INTEGER, live_bytes INTEGER, first_seq INTEGER
SELECT
  o.type AS type,
  count(*) AS objects,
  count(o.died_seq) AS died,
  sum(CASE WHEN o.died_seq IS NULL THEN o.size ELSE 0 END) AS live_bytes,
  min(e.seq) AS first_seq
FROM event AS e
JOIN object AS o ON o.oid = e.oid
WHERE e.kind = 'verdict'
  AND e.fate = 'frozen'
  AND o.type GLOB :type
GROUP BY o.type
ORDER BY objects DESC, type
