-- no_more_than_baseline: no type has more objects than in another trace of the program
--
-- One row a type that has more objects alive at the last snapshot of this trace than at the last of
-- the baseline (`heapledger check --baseline OLD`), by more than :allow.
--
-- :allow  integer  so many more are fine (default: 0)
-- :type   glob     only types whose name matches (default: *)
-- returns: type TEXT, objects_before INTEGER, objects_now INTEGER, growth INTEGER,
--          bytes_growth INTEGER
WITH
  -- one row a type of the baseline
  before AS (
    SELECT t.name AS type, sum(s.objects) AS objects, sum(s.bytes) AS bytes
    FROM baseline.snapshot_type AS s
    JOIN baseline.type AS t ON t.id = s.type_id
    WHERE s.snapshot_id = (SELECT id FROM baseline.snapshot ORDER BY seq DESC, id DESC LIMIT 1)
    GROUP BY t.name
  ),
  -- one row a type of this trace
  now AS (
    SELECT t.name AS type, sum(s.objects) AS objects, sum(s.bytes) AS bytes
    FROM main.snapshot_type AS s
    JOIN main.type AS t ON t.id = s.type_id
    WHERE s.snapshot_id = (SELECT id FROM main.snapshot ORDER BY seq DESC, id DESC LIMIT 1)
      AND t.name GLOB :type
    GROUP BY t.name
  )
SELECT
  n.type AS type,
  coalesce(b.objects, 0) AS objects_before,
  n.objects AS objects_now,
  n.objects - coalesce(b.objects, 0) AS growth,
  n.bytes - coalesce(b.bytes, 0) AS bytes_growth
FROM now AS n
LEFT JOIN before AS b ON b.type = n.type
WHERE n.objects - coalesce(b.objects, 0) > :allow
ORDER BY growth DESC, type
