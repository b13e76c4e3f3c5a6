-- growth_steady: types that grew at every snapshot
--
-- Types with more objects at each snapshot from :from to :to than at the one before. The slope
-- is the growth from one snapshot to the next by linear regression, the fit (R squared) is 1
-- where the growth is the same each time. With :loops, only types whose growth between :from
-- and :to is a multiple of it: what a loop of that many rounds leaves behind in every round.
--
-- :from   snapshot  the first snapshot to look at (default: the first)
-- :to     snapshot  the last one (default: the last)
-- :loops  integer   rounds that were made between them (default: none)
-- :type   glob      only types whose name matches (default: *)
-- returns: type TEXT, snapshots INTEGER, objects_from INTEGER, objects_to INTEGER,
--          growth INTEGER, per_loop REAL, slope REAL, fit REAL
WITH
  -- one row a snapshot, numbered in order
  places AS (
    SELECT id, row_number() OVER (ORDER BY seq) AS x
    FROM snapshot
    WHERE id BETWEEN :from AND :to
  ),
  -- one row a type that is alive in one of them
  types AS (
    SELECT DISTINCT t.name AS type
    FROM snapshot_type AS s
    JOIN type AS t ON t.id = s.type_id
    WHERE s.snapshot_id BETWEEN :from AND :to
      AND t.name GLOB :type
  ),
  -- one row a type that is alive in a snapshot
  counts AS (
    SELECT t.name AS type, s.snapshot_id AS id, sum(s.objects) AS objects
    FROM snapshot_type AS s
    JOIN type AS t ON t.id = s.type_id
    WHERE s.snapshot_id BETWEEN :from AND :to
    GROUP BY t.name, s.snapshot_id
  ),
  -- one row a type and snapshot, also where none is alive
  points AS (
    SELECT y.type AS type, p.x AS x, coalesce(c.objects, 0) AS y
    FROM types AS y
    CROSS JOIN places AS p
    LEFT JOIN counts AS c ON c.type = y.type AND c.id = p.id
  ),
  -- one row a type and snapshot, with the growth since the one before
  steps AS (
    SELECT type, x, y, y - lag(y) OVER (PARTITION BY type ORDER BY x) AS step
    FROM points
  ),
  -- one row a type that grew each time, with the sums of the regression
  sums AS (
    SELECT
      type,
      count(*) AS n,
      1.0 * sum(x) AS sx,
      1.0 * sum(y) AS sy,
      1.0 * sum(x * x) AS sxx,
      1.0 * sum(x * y) AS sxy,
      1.0 * sum(y * y) AS syy,
      min(y) AS least,
      max(y) AS most
    FROM steps
    GROUP BY type
    HAVING count(*) > 1
       AND min(step) > 0
  )
SELECT
  type,
  n AS snapshots,
  least AS objects_from,
  most AS objects_to,
  most - least AS growth,
  round(1.0 * (most - least) / :loops, 3) AS per_loop,
  round((n * sxy - sx * sy) / (n * sxx - sx * sx), 3) AS slope,
  round((n * sxy - sx * sy) * (n * sxy - sx * sy)
    / ((n * sxx - sx * sx) * (n * syy - sy * sy)), 3) AS fit
FROM sums
WHERE :loops IS NULL
   OR (most - least) % :loops = 0
ORDER BY growth DESC, type
