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
  -- one row an object that the collector gave up
  given_up AS MATERIALIZED (
    SELECT DISTINCT oid
    FROM event
    WHERE kind = 'verdict'
      AND fate = 'uncollectable'
  ),
  -- one row an object with its state
  judged AS (
    SELECT
      CASE
        WHEN l.rank = 0 OR NOT l.is_entered OR l.oid IN (SELECT oid FROM given_up) THEN 'leaked'
        ELSE 'indirectly leaked'
      END AS state,
      l.oid AS oid,
      l.type AS type,
      l.size AS size,
      l.site AS site,
      l.holder AS holder,
      l.held_site AS held_site
    FROM leak AS l
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
