-- resurrected: objects that came back from the dead
--
-- A finalizer stored a reference to its object where the program can reach it. One row a
-- resurrection, with what became of the object, and the line of the finalizer that stored it.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, seq INTEGER, fate TEXT, died_seq INTEGER, born_at TEXT,
--          source TEXT
SELECT
  e.oid AS oid,
  o.type AS type,
  e.seq AS seq,
  o.fate AS fate,
  o.died_seq AS died_seq,
  source(o.born_site) AS born_at,
  source(e.site) AS source
FROM event AS e
JOIN object AS o ON o.oid = e.oid
WHERE e.kind = 'resurrect'
  AND o.type GLOB :type
ORDER BY seq
