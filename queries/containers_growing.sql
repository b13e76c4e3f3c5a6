-- containers_growing: containers that only ever grew
--
-- Objects that hold more references at :to than at :from, and at no snapshot between fewer
-- than at the one before: the unbounded cache, by name. `path` says how it is reached from a
-- root.
--
-- :from   snapshot  the first snapshot to look at (default: the first)
-- :to     snapshot  the last one (default: the last)
-- :least  integer   only those that grew by so many references (default: 10)
-- :top    integer   so many rows (default: 20)
-- :type   glob      only containers of types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, references_from INTEGER, references_to INTEGER,
--          growth INTEGER, path TEXT, source TEXT
WITH
  -- one row a container at a snapshot
  lengths AS (
    SELECT s.seq AS seq, n.oid AS oid, n.type AS type, n.site AS site, n.referents AS length
    FROM snapshot AS s
    CROSS JOIN node(s.id) AS n
    WHERE s.id BETWEEN :from AND :to
      AND n.oid > 0
      AND n.type GLOB :type
  ),
  -- one row a container at a snapshot, with its growth since the one before
  steps AS (
    SELECT
      oid,
      type,
      site,
      length,
      length - lag(length) OVER (PARTITION BY oid ORDER BY seq) AS step
    FROM lengths
  ),
  -- one row a container that grew, of the first that are shown
  grown AS (
    SELECT oid, type, site, min(length) AS least, max(length) AS most
    FROM steps
    GROUP BY oid
    HAVING count(*) > 1
       AND min(step) >= 0
       AND max(length) - min(length) >= :least
    ORDER BY max(length) - min(length) DESC, oid
    LIMIT :top
  )
SELECT
  oid,
  type,
  least AS references_from,
  most AS references_to,
  most - least AS growth,
  (SELECT path FROM path_line(grown.oid, :to)) AS path,
  source(site) AS source
FROM grown
ORDER BY growth DESC, oid
