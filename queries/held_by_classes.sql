-- held_by_classes: what hangs on class attributes
--
-- One row a value in the dict of a class that keeps something alive: a registry, a cache, a counter
-- that all instances share. Methods and other small things are below :least.
--
-- :at     snapshot  at this snapshot, its number or label (default: the last)
-- :least  size      only values that retain so many bytes (default: 1k)
-- returns: class INTEGER, class_name TEXT, label TEXT, oid INTEGER, name TEXT,
--          retained_objects INTEGER, retained INTEGER, source TEXT
WITH
  -- one row a class and its dict
  dicts AS MATERIALIZED (
    SELECT holder AS class, oid AS dict
    FROM reference(:at)
    WHERE label_kind = 'internal'
      AND label = '__dict__'
      AND object_type(holder) = 'type'
  ),
  -- one row a large object
  objects AS MATERIALIZED (
    SELECT oid, retained_objects, retained
    FROM node(:at)
    WHERE oid > 0
      AND retained >= :least
  ),
  -- one row a class and a key of a dict under which it is stored
  names AS MATERIALIZED (
    SELECT d.class AS class, min(r.label) AS label
    FROM reference(:at) AS r
    CROSS JOIN dicts AS d ON d.class = r.oid
    WHERE r.label_kind = 'key'
    GROUP BY d.class
  )
SELECT
  d.class AS class,
  trim(n.label, '[]''') AS class_name,
  r.label AS label,
  r.oid AS oid,
  holder_name(r.oid) AS name,
  o.retained_objects AS retained_objects,
  o.retained AS retained,
  source(r.site) AS source
FROM reference(:at) AS r
CROSS JOIN dicts AS d ON d.dict = r.holder
JOIN objects AS o ON o.oid = r.oid
LEFT JOIN names AS n ON n.class = d.class
WHERE r.label_kind = 'key'
ORDER BY retained DESC, class, label
