-- referents: what an object holds
--
-- One row a reference that :object holds at snapshot :at: the object that it refers to, the
-- label of the edge (attribute, key, index, local variable), and the source line that stored
-- it. A negative number asks for what a named root holds (table root).
--
-- :object  integer   the object's number, or a root's
-- :at      snapshot  at this snapshot, its number or label (default: the last)
-- returns: oid INTEGER, name TEXT, label TEXT, source TEXT, opened_seq INTEGER
SELECT
  oid,
  holder_name(oid) AS name,
  label,
  source(site) AS source,
  opened_seq
FROM reference(:at)
WHERE holder = :object
ORDER BY opened_seq, oid, label
