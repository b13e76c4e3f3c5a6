-- growth_steady: types, and paths from the roots, that grew at every snapshot
--
-- Types with more objects at each snapshot from :from to :to than at the one before (path NULL), and
-- paths by which the roots reach more objects of a type each time: 'modules: __main__.cache[].body'
-- leads to the bodies of all that is in the cache. The slope is the growth from one snapshot to the
-- next by linear regression, the fit (R squared) is 1 where the growth is the same each time. With
-- :loops, only what grew by a multiple of it between :from and :to: what a loop of that many rounds
-- leaves behind in every round. Without :to it is the last snapshot, or where the program took
-- several the last of these, since nothing grows between that and the exit. Of a trace without
-- references there are only types.
--
-- :from   snapshot  the first snapshot to look at (default: the first)
-- :to     snapshot  the last one (default: none)
-- :loops  integer   rounds that were made between them (default: none)
-- :type   glob      only types whose name matches (default: *)
-- :least  integer   only what grew by so many objects (default: 2)
-- empty: nothing grew from each snapshot to the next, and there must be two at least (heapledger run
--        --snapshot-every 100k takes some)
-- returns: type TEXT, path TEXT, snapshots INTEGER, objects_from INTEGER, objects_to INTEGER,
--          growth INTEGER, per_loop REAL, slope REAL, fit REAL, example INTEGER
WITH
  -- one row: the last snapshot
  last AS (
    SELECT
      coalesce(:to, CASE WHEN count(*) FILTER (WHERE label <> 'exit') > 1
        THEN max(id) FILTER (WHERE label <> 'exit') END, max(id)) AS id
    FROM snapshot
    WHERE id >= :from
      AND id <= coalesce((SELECT min(id) FROM snapshot WHERE label = 'exit'), id) -- then teardown
       OR id = :to
  ),
  -- one row a snapshot, numbered in order
  places AS MATERIALIZED (
    SELECT id, row_number() OVER (ORDER BY seq) AS x
    FROM snapshot
    WHERE id BETWEEN :from AND (SELECT id FROM last)
  ),
  -- one row a path and type that may have grown enough, as it is in the last snapshot
  paths AS MATERIALIZED (
    SELECT n.key AS key, n.type AS type, n.objects AS objects, n.path AS path, n.example AS example
    FROM last AS l
    JOIN run AS r ON r.level = 'refs' AND r.has_holders
    CROSS JOIN path_pattern(l.id, :least) AS n
    WHERE n.type GLOB :type
  ),
  -- one row a type, or a path and type, that is alive in a snapshot
  counts AS MATERIALIZED (
    SELECT t.name AS type, NULL AS key, p.x AS x, sum(s.objects) AS objects
    FROM places AS p
    JOIN snapshot_type AS s ON s.snapshot_id = p.id
    JOIN type AS t ON t.id = s.type_id
    WHERE t.name GLOB :type
    GROUP BY t.name, p.x
    UNION ALL
    SELECT c.type, c.key, p.x, n.objects
    FROM places AS p
    JOIN run AS r ON r.level = 'refs' AND r.has_holders
      AND p.id <> (SELECT id FROM last)
      AND EXISTS (SELECT 1 FROM paths)
    CROSS JOIN path_pattern(p.id) AS n
    CROSS JOIN paths AS c ON c.key = n.key
    UNION ALL
    SELECT c.type, c.key, p.x, c.objects
    FROM places AS p
    CROSS JOIN paths AS c
    WHERE p.id = (SELECT id FROM last)
  ),
  -- one row a type or path and a snapshot in which it has objects, with the growth since the one
  -- before
  steps AS (
    SELECT
      type,
      key,
      x,
      objects AS y,
      objects - CASE WHEN lag(x) OVER w = x - 1 THEN lag(objects) OVER w ELSE 0 END AS step
    FROM counts
    WINDOW w AS (PARTITION BY type, key ORDER BY x)
  ),
  -- one row a type or path that grew each time, with the sums of the regression; only the first
  -- snapshot may have none of it
  sums AS MATERIALIZED (
    SELECT
      type,
      key,
      n.n AS n,
      n.n * (n.n + 1) / 2.0 AS sx,
      1.0 * sum(y) AS sy,
      n.n * (n.n + 1) * (2 * n.n + 1) / 6.0 AS sxx,
      1.0 * sum(x * y) AS sxy,
      1.0 * sum(y * y) AS syy,
      CASE WHEN min(x) = 1 THEN min(y) ELSE 0 END AS least,
      max(y) AS most
    FROM steps
    CROSS JOIN (SELECT count(*) AS n FROM places) AS n
    GROUP BY type, key
    HAVING n.n > 1
       AND count(*) FILTER (WHERE x > 1) = n.n - 1
       AND min(step) FILTER (WHERE x > 1) > 0
       AND max(y) - CASE WHEN min(x) = 1 THEN min(y) ELSE 0 END >= :least
  )
SELECT
  s.type AS type,
  n.path AS path,
  s.n AS snapshots,
  s.least AS objects_from,
  s.most AS objects_to,
  s.most - s.least AS growth,
  round(1.0 * (s.most - s.least) / :loops, 3) AS per_loop,
  round((s.n * sxy - sx * sy) / (s.n * sxx - sx * sx), 3) AS slope,
  round((s.n * sxy - sx * sy) * (s.n * sxy - sx * sy)
    / ((s.n * sxx - sx * sx) * (s.n * syy - sy * sy)), 3) AS fit,
  n.example AS example
FROM sums AS s
LEFT JOIN paths AS n ON n.key = s.key
WHERE :loops IS NULL
   OR (s.most - s.least) % :loops = 0
ORDER BY path IS NOT NULL, growth DESC, type, path
