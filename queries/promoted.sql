-- promoted: how many objects outlived collections, by type
--
-- Of the objects of each type: how many lived through at least one collection, through two,
-- and through more than ten, whatever its generation. What outlives many collections is looked
-- at by the slow ones.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: type TEXT, births INTEGER, outlived_1 INTEGER, outlived_2 INTEGER,
--          outlived_10 INTEGER, share REAL
SELECT
  type,
  births,
  outlived_1,
  outlived_2,
  outlived_10,
  round(100.0 * outlived_1 / births, 1) AS share
FROM life(0)
WHERE type GLOB :type
ORDER BY outlived_1 DESC, births DESC, type
