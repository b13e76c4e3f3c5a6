-- weak_containers: what holds weak references, and how many of them were lost
--
-- Holders (the dict of a WeakValueDictionary, a set, an instance) that ever stored weak references,
-- other than in a local variable: how many, how many of these were cleared because their object
-- died, and how many the container still holds at the end.
--
-- :least  integer  only holders of so many weak references (default: 2)
-- returns: holder INTEGER, name TEXT, stored INTEGER, lost INTEGER, still_held INTEGER,
--          source TEXT
WITH
  -- one row a weak reference
  weak AS MATERIALIZED (
    SELECT oid, max(kind = 'weak_clear') AS is_cleared
    FROM event
    WHERE kind IN ('weak_new', 'weak_clear')
    GROUP BY oid
  ),
  -- one row a weak reference that a holder once stored
  stored AS (
    SELECT e.holder AS holder, w.oid AS oid, w.is_cleared AS is_cleared, min(e.site) AS site
    FROM (SELECT 1 FROM weak LIMIT 1) -- without any, no event needs be read
    CROSS JOIN event AS e
    CROSS JOIN weak AS w ON w.oid = +e.oid
    WHERE e.kind IN ('incref', 'move')
      AND e.holder <> 0
      AND iif(w.oid, object_type(e.holder), NULL) IS NOT 'frame' -- asked last, of few
    GROUP BY e.holder, w.oid
  ),
  -- one row a reference to a weak reference that is open at the end
  held AS MATERIALIZED (
    SELECT DISTINCT r.holder AS holder, w.oid AS oid
    FROM (SELECT 1 FROM weak LIMIT 1)
    CROSS JOIN reference AS r
    CROSS JOIN weak AS w ON w.oid = +r.oid
  )
SELECT
  s.holder AS holder,
  holder_name(s.holder) AS name,
  count(*) AS stored,
  sum(s.is_cleared) AS lost,
  count(h.oid) AS still_held,
  source(min(s.site)) AS source
FROM stored AS s
LEFT JOIN held AS h ON h.holder = s.holder AND h.oid = s.oid
GROUP BY s.holder
HAVING count(*) >= :least
ORDER BY stored DESC, holder
