-- frozen: objects that were put into the permanent generation
--
-- By type: how many gc.freeze() took out of the collector's sight, how many have died since,
-- and the bytes of those that live.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: type TEXT, objects INTEGER, died INTEGER, live_bytes INTEGER, first_seq INTEGER
WITH
  -- one row an object that was frozen
  verdicts AS MATERIALIZED (
    SELECT oid, seq
    FROM event
    WHERE kind = 'verdict'
      AND fate = 'frozen'
  )
SELECT
  o.type AS type,
  count(*) AS objects,
  count(o.died_seq) AS died,
  sum(CASE WHEN o.died_seq IS NULL THEN o.size ELSE 0 END) AS live_bytes,
  min(v.seq) AS first_seq
FROM object AS o
CROSS JOIN verdicts AS v ON v.oid = o.oid
WHERE o.type GLOB :type
GROUP BY o.type
ORDER BY objects DESC, type
