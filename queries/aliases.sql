-- aliases: objects that one holder refers to more than once
--
-- Shared rows ([[0] * 3] * 3 holds one row three times), and values that stand under many
-- names. Changing the object through one name changes it under all.
--
-- :at     snapshot  at this snapshot, its number or label (default: the last)
-- :least  integer   only objects with so many references from one holder (default: 2)
-- :type   glob      only objects of types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, holder INTEGER, name TEXT, references_held INTEGER,
--          first_label TEXT, last_label TEXT, source TEXT
SELECT
  oid,
  object_type(oid) AS type,
  holder,
  holder_name(holder) AS name,
  references_held,
  first_label,
  last_label,
  source(site) AS source
FROM alias(:at, :least)
WHERE object_type(oid) GLOB :type
ORDER BY references_held DESC, oid, holder
