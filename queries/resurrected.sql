-- resurrected: objects that came back from the dead
--
-- A finalizer stored a reference to its object where the program can reach it. One row a
-- resurrection, with what became of the object, and the line that stored the last such reference
-- before it was found alive.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, seq INTEGER, fate TEXT, died_seq INTEGER, born_at TEXT,
--          source TEXT
WITH
  -- one row a resurrection
  risen AS MATERIALIZED (
    SELECT oid, seq, site
    FROM event
    WHERE kind = 'resurrect'
  ),
  -- one row a resurrection: the last reference to the object that a holder got before it
  stored AS MATERIALIZED (
    SELECT r.oid AS oid, r.seq AS seq, max(e.seq) AS stored_seq, e.site AS site -- of that one
    FROM event AS e
    CROSS JOIN risen AS r ON r.oid = +e.oid
    WHERE EXISTS (SELECT 1 FROM risen)
      AND e.kind IN ('incref', 'move')
      AND e.holder <> 0
      AND e.seq < r.seq
    GROUP BY r.oid, r.seq
  )
SELECT
  r.oid AS oid,
  o.type AS type,
  r.seq AS seq,
  o.fate AS fate,
  o.died_seq AS died_seq,
  source(o.born_site) AS born_at,
  source(coalesce(s.site, r.site)) AS source
FROM object AS o
CROSS JOIN risen AS r ON r.oid = o.oid
LEFT JOIN stored AS s ON s.oid = r.oid AND s.seq = r.seq
WHERE o.type GLOB :type
ORDER BY r.seq
