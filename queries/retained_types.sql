-- retained_types: the types whose objects keep the most memory alive
--
-- What would go if all objects of a type went: the retained sizes of those that no other
-- object of the type dominates, added up, so that nothing is counted twice.
--
-- :at    snapshot  at this snapshot, its number or label (default: the last)
-- :type  glob      only types whose name matches (default: *)
-- returns: type TEXT, objects INTEGER, bytes INTEGER, retained_objects INTEGER, retained INTEGER,
--          share REAL
WITH
  -- one row a type, by number
  types AS (
    SELECT
      type_id,
      count(*) AS objects,
      sum(size) AS bytes,
      sum(retained_objects) FILTER (WHERE outermost_of_type) AS retained_objects,
      sum(retained) FILTER (WHERE outermost_of_type) AS retained
    FROM node(:at)
    WHERE oid > 0
      AND reachable
    GROUP BY type_id
  )
SELECT
  t.name AS type,
  sum(objects) AS objects,
  sum(bytes) AS bytes,
  sum(retained_objects) AS retained_objects,
  sum(retained) AS retained,
  round(100.0 * sum(retained) / (SELECT bytes FROM snapshot WHERE id = :at), 1) AS share
FROM types
JOIN type AS t ON t.id = types.type_id
WHERE t.name GLOB :type
GROUP BY t.name
ORDER BY retained DESC, type
