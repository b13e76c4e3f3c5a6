-- spared: why a collection left an object alive
--
-- The shortest path from a root to the object when collection :collection began: the
-- references from outside that reached it. No row: nothing reached it (it was garbage), or it
-- was not alive.
--
-- :object      object   the object's number
-- :collection  integer  the run of the collector (default: 1)
-- returns: step INTEGER, holder INTEGER, name TEXT, oid INTEGER, object TEXT, opened_seq INTEGER,
--          source TEXT
SELECT
  step,
  holder,
  holder_name(holder) AS name,
  oid,
  holder_name(oid) AS object,
  opened_seq,
  source(site) AS source
FROM path(:object, NULL, (SELECT seq FROM collection WHERE id = :collection))
ORDER BY step
