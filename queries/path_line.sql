-- path_line: a shortest path from a root to an object, on one line
--
-- The root, then the label of each reference on the way, written as Python would where it can be:
-- 'module globals: cache['/page/3'].body'. A reference without a label is written as the object
-- that it leads to. The path begins in flight only where no named root reaches the object. No row:
-- nothing does.
--
-- :object  object    the object's number
-- :at      snapshot  at this snapshot, its number or label (default: the last)
-- returns: path TEXT, steps INTEGER
WITH
  -- one row a reference on the path
  steps AS MATERIALIZED (
    SELECT step, holder, coalesce(label, '(' || holder_name(oid) || ')') AS name
    FROM path(:object, :at)
  )
SELECT
  (SELECT holder_name(holder) FROM steps WHERE step = 1) || ': ' || group_concat(name, '') AS path,
  count(*) AS steps
FROM (
  SELECT CASE WHEN step = 1 OR name GLOB '[[.]*' THEN name ELSE '.' || name END AS name
  FROM steps
  ORDER BY step
)
HAVING count(*) > 0
