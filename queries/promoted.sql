-- promoted: how many objects outlived collections, by type
--
-- Of the objects of each type: how many lived through at least one collection, through two,
-- and through more than ten, whatever its generation. What outlives many collections is looked
-- at by the slow ones.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: type TEXT, births INTEGER, outlived_1 INTEGER, outlived_2 INTEGER,
--          outlived_10 INTEGER, share REAL
WITH
  -- one row an object: the collections that began in its life
  lives AS (
    SELECT
      type,
      epoch(coalesce(died_seq, (SELECT events FROM run))) - epoch(born_seq) AS outlived
    FROM object
    WHERE type GLOB :type
  )
SELECT
  type,
  count(*) AS births,
  sum(outlived >= 1) AS outlived_1,
  sum(outlived >= 2) AS outlived_2,
  sum(outlived > 10) AS outlived_10,
  round(100.0 * sum(outlived >= 1) / count(*), 1) AS share
FROM lives
GROUP BY type
ORDER BY outlived_1 DESC, births DESC, type
