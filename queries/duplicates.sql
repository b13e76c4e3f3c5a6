-- duplicates: equal strings that are stored as several objects
--
-- One row a text that several objects of one type have at snapshot :at: how many, the bytes that
-- one object for all would save, and where the first was made. Texts are shown as they begin. Only
-- what the program told is known: heapledger's Python tells every str and bytes; the constants of
-- its code are one object each, and not among them.
--
-- :at     snapshot  at this snapshot, its number or label (default: the last)
-- :type   glob      only objects of types whose name matches (default: *)
-- :least  size      only texts that waste so many bytes (default: 1)
-- returns: text TEXT, type TEXT, objects INTEGER, bytes INTEGER, wasted INTEGER, example INTEGER,
--          source TEXT
SELECT
  text,
  type,
  count(*) AS objects,
  sum(size) AS bytes,
  sum(size) - max(size) AS wasted,
  min(oid) AS example, -- and the site of this one
  source(site) AS source
FROM snapshot_object(:at)
WHERE recorded('contents', :at)
  AND type GLOB :type
  AND content IS NOT NULL
GROUP BY content
HAVING sum(size) - max(size) >= :least
ORDER BY wasted DESC, text, example
