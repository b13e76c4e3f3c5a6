-- leaks: what still lives when everything was torn down, and what holds it
--
-- The objects alive at the end of the run. One is `leaked` where something that is no object holds
-- it (a reference in flight that was forgotten, a root that nobody emptied), where the collector
-- found it uncollectable, or where it is in a cycle that nothing outside holds; it is `indirectly
-- leaked` where only leaked objects hold it: look at those first. `holder` holds it since the line
-- `held_by`; of several, the one that makes it leaked. A run that was killed, or left without
-- teardown, has all that it used among the rows.
--
-- :type   glob  only types whose name matches (default: *)
-- :state  glob  leaked, or indirectly*, or both (default: *)
-- returns: state TEXT, oid INTEGER, type TEXT, size INTEGER, source TEXT, holder INTEGER,
--          name TEXT, held_by TEXT
WITH
  -- one row an object that is alive
  alive AS MATERIALIZED (
    SELECT oid, type, size, site, component, component_size
    FROM node
    WHERE oid > 0
  ),
  -- one row a reference that is open; rank 0: from outside of all objects, 1: from another cycle
  -- or from no cycle, 2: from the object's own cycle
  held AS MATERIALIZED (
    SELECT
      r.oid AS oid,
      r.holder AS holder,
      r.site AS site,
      CASE
        WHEN r.holder <= 0 THEN 0
        WHEN h.component <> a.component THEN 1
        ELSE 2
      END AS rank,
      a.component AS component
    FROM reference AS r
    CROSS JOIN alive AS a ON a.oid = r.oid
    LEFT JOIN alive AS h ON h.oid = r.holder
  ),
  -- one row a component that is held from outside
  entered AS MATERIALIZED (
    SELECT DISTINCT component
    FROM held
    WHERE rank < 2
  ),
  -- one row an object that the collector gave up
  given_up AS MATERIALIZED (
    SELECT DISTINCT oid
    FROM event
    WHERE kind = 'verdict'
      AND fate = 'uncollectable'
  ),
  -- one row an object, with its first holder from the farthest outside
  holders AS MATERIALIZED (
    SELECT oid, holder, site, min(rank * 4294967296 + holder) AS nearest, min(rank) AS rank
    FROM held
    GROUP BY oid
  ),
  -- one row an object with its state
  judged AS (
    SELECT
      CASE
        WHEN h.rank = 0 OR g.oid IS NOT NULL OR e.component IS NULL THEN 'leaked'
        ELSE 'indirectly leaked'
      END AS state,
      a.oid AS oid,
      a.type AS type,
      a.size AS size,
      a.site AS site,
      h.holder AS holder,
      h.site AS held_site
    FROM alive AS a
    LEFT JOIN holders AS h ON h.oid = a.oid
    LEFT JOIN entered AS e ON e.component = a.component
    LEFT JOIN given_up AS g ON g.oid = a.oid
  )
SELECT
  state,
  oid,
  type,
  size,
  source(site) AS source,
  holder,
  holder_name(holder) AS name,
  source(held_site) AS held_by
FROM judged
WHERE type GLOB :type
  AND state GLOB :state
ORDER BY state DESC, oid
