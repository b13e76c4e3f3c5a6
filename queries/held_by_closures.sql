-- held_by_closures: what functions keep alive because they captured it
--
-- One row a line that made functions and a type of value that their closures captured: how many
-- functions and values, and what would go if the values went. A callback that captures a large
-- object keeps it for as long as anybody keeps the callback. A function that lives only as a part of
-- what it captured keeps nothing, and is left out: a method that knows its class for super().
--
-- :at    snapshot  at this snapshot, its number or label (default: the last)
-- :type  glob      only captured values of types whose name matches (default: *)
-- returns: source TEXT, type TEXT, functions INTEGER, objects INTEGER, retained INTEGER,
--          example INTEGER
WITH
  -- one row a function that has a closure: its tuple of cells
  closures AS MATERIALIZED (
    SELECT holder AS function, oid AS tuple
    FROM reference(:at)
    WHERE label_kind = 'internal'
      AND label = '__closure__'
  ),
  -- one row a value in a cell
  contents AS MATERIALIZED (
    SELECT holder AS cell, oid AS value
    FROM reference(:at)
    WHERE label_kind = 'internal'
      AND label = 'cell_contents'
  ),
  -- one row a cell of a tuple
  cells AS MATERIALIZED (
    SELECT r.holder AS tuple, r.oid AS cell
    FROM reference(:at) AS r
    WHERE object_type(r.oid) = 'cell'
      AND object_type(r.holder) = 'tuple'
  ),
  -- one row an object of the heap
  objects AS MATERIALIZED (
    SELECT oid, site, dominator, retained
    FROM node(:at)
    WHERE oid > 0
  ),
  -- one row a function and a value that it captured
  captured AS (
    SELECT DISTINCT c.function AS function, v.value AS value
    FROM closures AS c
    JOIN cells AS t ON t.tuple = c.tuple
    JOIN contents AS v ON v.cell = t.cell
  )
SELECT
  source(f.site) AS source,
  object_type(c.value) AS type,
  count(DISTINCT c.function) AS functions,
  count(DISTINCT c.value) AS objects,
  sum(o.retained) AS retained,
  min(c.function) AS example
FROM captured AS c
JOIN objects AS f ON f.oid = c.function
JOIN objects AS o ON o.oid = c.value
LEFT JOIN objects AS d ON d.oid = f.dominator
LEFT JOIN objects AS e ON e.oid = d.dominator
WHERE c.value NOT IN (c.function, ifnull(d.oid, 0), ifnull(e.oid, 0), ifnull(e.dominator, 0))
  AND object_type(c.value) GLOB :type
GROUP BY source(f.site), object_type(c.value)
ORDER BY retained DESC, source, type
