-- finalizers: which finalizers ran, and where
--
-- By type and by the line at which the finalizer was triggered: how many ran, how many of
-- their objects came back from the dead, and how many are still alive at the end.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: type TEXT, source TEXT, finalized INTEGER, resurrected INTEGER, alive_at_end INTEGER,
--          first_seq INTEGER, last_seq INTEGER
WITH
  -- one row a finalizer that ran
  runs AS MATERIALIZED (
    SELECT e.oid AS oid, e.seq AS seq, e.site AS site
    FROM event AS e
    WHERE e.kind = 'finalize'
  ),
  -- one row an object that was resurrected
  back AS MATERIALIZED (
    SELECT DISTINCT oid
    FROM event
    WHERE kind = 'resurrect'
  )
SELECT
  o.type AS type,
  source(r.site) AS source,
  count(*) AS finalized,
  count(b.oid) AS resurrected,
  sum(o.fate = 'alive') AS alive_at_end,
  min(r.seq) AS first_seq,
  max(r.seq) AS last_seq
FROM object AS o
CROSS JOIN runs AS r ON r.oid = o.oid
LEFT JOIN back AS b ON b.oid = r.oid
WHERE o.type GLOB :type
GROUP BY o.type, source(r.site)
ORDER BY finalized DESC, type, source
