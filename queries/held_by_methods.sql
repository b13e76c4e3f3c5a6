-- held_by_methods: objects that live because somebody keeps one of their bound methods
--
-- A bound method holds its object: whoever subscribes one as a listener and never takes it back
-- keeps the object alive. One row a holder of bound methods and a type of their objects: how many
-- methods, and objects, what would go with these, and the line that stored the methods. An object
-- that keeps its own methods is not kept by them, and is left out.
--
-- :at    snapshot  at this snapshot, its number or label (default: the last)
-- :type  glob      only methods of types whose name matches (default: *)
-- returns: holder INTEGER, name TEXT, type TEXT, methods INTEGER, objects INTEGER,
--          retained INTEGER, source TEXT, example INTEGER
WITH
  -- one row a bound method and its object
  methods AS MATERIALIZED (
    SELECT holder AS method, oid AS object
    FROM reference(:at)
    WHERE label_kind = 'internal'
      AND label = '__self__'
      AND object_type(holder) = 'method'
  ),
  -- one row a reference to a bound method
  kept AS MATERIALIZED (
    SELECT holder, oid AS method, site
    FROM reference(:at)
    WHERE object_type(oid) = 'method'
  ),
  -- one row an object of the heap
  objects AS MATERIALIZED (
    SELECT oid, dominator, retained
    FROM node(:at)
    WHERE oid > 0
  )
SELECT
  k.holder AS holder,
  holder_name(k.holder) AS name,
  object_type(m.object) AS type,
  count(DISTINCT m.method) AS methods,
  count(DISTINCT m.object) AS objects,
  sum(o.retained) AS retained,
  source(max(k.site)) AS source,
  min(m.object) AS example
FROM kept AS k
JOIN methods AS m ON m.method = k.method
JOIN objects AS o ON o.oid = m.object
LEFT JOIN objects AS h ON h.oid = k.holder
LEFT JOIN objects AS d ON d.oid = h.dominator
WHERE m.object NOT IN (k.holder, ifnull(d.oid, 0), ifnull(d.dominator, 0))
  AND object_type(m.object) GLOB :type
GROUP BY k.holder, object_type(m.object)
ORDER BY methods DESC, holder, type
