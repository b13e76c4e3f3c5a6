-- held_by_modules: what hangs on the globals of modules
--
-- One row a global name that keeps something alive, with the module that it is a global of. Small
-- things are below :least.
--
-- :at     snapshot  at this snapshot, its number or label (default: the last)
-- :least  size      only values that retain so many bytes (default: 1k)
-- returns: module INTEGER, module_name TEXT, label TEXT, oid INTEGER, name TEXT,
--          retained_objects INTEGER, retained INTEGER, source TEXT
WITH
  -- one row a module and its dict
  dicts AS MATERIALIZED (
    SELECT holder AS module, oid AS dict
    FROM reference(:at)
    WHERE label_kind = 'internal'
      AND label = '__dict__'
      AND object_type(holder) = 'module'
  ),
  -- one row a large object
  objects AS MATERIALIZED (
    SELECT oid, retained_objects, retained
    FROM node(:at)
    WHERE oid > 0
      AND retained >= :least
  ),
  -- one row a module and the first key under which a dict has it: its name in sys.modules
  names AS MATERIALIZED (
    SELECT d.module AS module, r.label AS label, min(r.opened_seq) AS opened_seq
    FROM reference(:at) AS r
    CROSS JOIN dicts AS d ON d.module = r.oid
    WHERE r.label_kind = 'key'
    GROUP BY d.module
  )
SELECT
  d.module AS module,
  trim(n.label, '[]''') AS module_name,
  r.label AS label,
  r.oid AS oid,
  holder_name(r.oid) AS name,
  o.retained_objects AS retained_objects,
  o.retained AS retained,
  source(r.site) AS source
FROM reference(:at) AS r
CROSS JOIN dicts AS d ON d.dict = r.holder
JOIN objects AS o ON o.oid = r.oid
LEFT JOIN names AS n ON n.module = d.module
WHERE r.label_kind = 'key'
ORDER BY retained DESC, module, label
