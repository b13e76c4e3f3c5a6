-- no_uncollectable: the collector could free everything that it found
--
-- One row an object that a collection found unreachable and uncollectable.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, collection INTEGER, source TEXT
SELECT
  oid,
  type,
  collection,
  source
FROM uncollectable(:type)
ORDER BY oid, collection
