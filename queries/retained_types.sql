-- retained_types: the types whose objects keep the most memory alive
--
-- What would go if all objects of a type went: the retained sizes of those that no other
-- object of the type dominates, added up, so that nothing is counted twice.
--
-- :at    snapshot  at this snapshot, its number or label (default: the last)
-- :type  glob      only types whose name matches (default: *)
-- returns: type TEXT, objects INTEGER, bytes INTEGER, retained_objects INTEGER, retained INTEGER,
--          share REAL
SELECT
  type,
  count(*) AS objects,
  sum(size) AS bytes,
  sum(retained_objects) FILTER (WHERE outermost_of_type) AS retained_objects,
  sum(retained) FILTER (WHERE outermost_of_type) AS retained,
  round(100.0 * sum(retained) FILTER (WHERE outermost_of_type)
    / (SELECT bytes FROM snapshot WHERE id = :at), 1) AS share
FROM node(:at)
WHERE oid > 0
  AND reachable
  AND type GLOB :type
GROUP BY type
ORDER BY retained DESC, type
