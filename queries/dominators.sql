-- dominators: what every path to an object must pass
--
-- From the object upwards: each row dominates the one before, so that cutting the only
-- reference to any of them frees the object. The last row is the nearest to the roots.
--
-- :object  object    the object's number
-- :at      snapshot  at this snapshot, its number or label (default: the last)
-- returns: step INTEGER, oid INTEGER, name TEXT, retained_objects INTEGER, retained INTEGER,
--          source TEXT
WITH RECURSIVE
  -- one row a dominator; the object itself is step 0
  chain AS (
    SELECT 0 AS step, oid, dominator, retained_objects, retained, site
    FROM node(:at)
    WHERE oid = :object
    UNION ALL
    SELECT c.step + 1, n.oid, n.dominator, n.retained_objects, n.retained, n.site
    FROM chain AS c
    CROSS JOIN node(:at) AS n ON n.oid = c.dominator
  )
SELECT
  step,
  oid,
  holder_name(oid) AS name,
  retained_objects,
  retained,
  source(site) AS source
FROM chain
ORDER BY step
