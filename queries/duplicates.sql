-- duplicates: equal keys that are stored as several objects
--
-- The ledger knows the text of an object where it is a key of a dict. One row a text that several
-- objects of one type have at snapshot :at: how many, and the bytes that one object for all would
-- save. Strings that are nobody's key are not known, and not among them.
--
-- :at    snapshot  at this snapshot, its number or label (default: the last)
-- :type  glob      only objects of types whose name matches (default: str)
-- returns: text TEXT, type TEXT, objects INTEGER, bytes INTEGER, wasted INTEGER, example INTEGER
WITH
  -- one row an object that is a key
  keys AS MATERIALIZED (
    SELECT DISTINCT substr(label, 6, length(label) - 6) AS text, oid
    FROM reference(:at)
    WHERE label_kind = 'dict_key'
  )
SELECT
  k.text AS text,
  o.type AS type,
  count(*) AS objects,
  sum(o.size) AS bytes,
  sum(o.size) - max(o.size) AS wasted,
  min(k.oid) AS example
FROM snapshot_object(:at) AS o
CROSS JOIN keys AS k ON k.oid = o.oid
WHERE o.type GLOB :type
GROUP BY k.text, o.type_id
HAVING count(*) > 1
ORDER BY wasted DESC, text
