-- resurrected: objects that came back from the dead
--
-- A finalizer stored a reference to its object where the program can reach it. One row a
-- resurrection, with what became of the object, and the line of the finalizer that stored it.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, seq INTEGER, fate TEXT, died_seq INTEGER, born_at TEXT,
--          source TEXT
WITH
  -- one row a resurrection
  events AS MATERIALIZED (
    SELECT oid, seq, site
    FROM event
    WHERE kind = 'resurrect'
  )
SELECT
  e.oid AS oid,
  o.type AS type,
  e.seq AS seq,
  o.fate AS fate,
  o.died_seq AS died_seq,
  source(o.born_site) AS born_at,
  source(e.site) AS source
FROM object AS o
CROSS JOIN events AS e ON e.oid = o.oid
WHERE o.type GLOB :type
ORDER BY seq
