-- unclosed: references that nobody holds and nobody closed: the forgotten decref
--
-- Of objects alive at the end of the run, the references in flight (or of an unknown holder)
-- that were opened and never ended, by the line that opened them. A C function that forgets a
-- decref leaves one behind at each call. `example` is the first of the objects: ask `history`
-- of it.
--
-- :type   glob     only objects of types whose name matches (default: *)
-- :least  integer  only lines with so many of them (default: 1)
-- returns: source TEXT, type TEXT, open INTEGER, objects INTEGER, bytes INTEGER, example INTEGER,
--          first_seq INTEGER, last_seq INTEGER
WITH
  -- one row a reference that nobody holds
  open_ends AS MATERIALIZED (
    SELECT oid, opened_seq, site
    FROM reference
    WHERE holder IN (0, -1)
  )
SELECT
  source(r.site) AS source,
  o.type AS type,
  count(*) AS open,
  count(DISTINCT r.oid) AS objects,
  sum(o.size) AS bytes,
  min(r.oid) AS example,
  min(r.opened_seq) AS first_seq,
  max(r.opened_seq) AS last_seq
FROM object AS o
CROSS JOIN open_ends AS r ON r.oid = o.oid
WHERE o.fate = 'alive'
  AND o.type GLOB :type
  AND recorded('references')
GROUP BY source(r.site), o.type
HAVING count(*) >= :least
ORDER BY open DESC, bytes DESC, source, type
