-- history: the whole life of one object, event by event
--
-- Every event of :object with its reference count after it, the holder whose reference begins
-- or ends, and the source line that did it. For a move, `from_name` is who held the reference
-- before.
--
-- :object  object  the object's number
-- returns: seq INTEGER, kind TEXT, count INTEGER, holder INTEGER, name TEXT, from_name TEXT,
--          source TEXT
SELECT
  seq,
  kind,
  sum(CASE kind WHEN 'alloc' THEN 1 WHEN 'incref' THEN 1 WHEN 'decref' THEN -1 ELSE 0 END)
    OVER (ORDER BY seq) AS count,
  holder,
  holder_name(holder) AS name,
  holder_name(from_holder) AS from_name,
  source(site) AS source
FROM event
WHERE oid = :object
  AND recorded('references')
ORDER BY seq
