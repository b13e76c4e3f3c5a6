-- collections: every run of the cycle collector
--
-- When it ran, why, how many objects it looked at, how many were garbage, how many it could
-- not free, and how long the program stood still. NULL figures: the run never ended.
--
-- :generation  integer  only this generation (default: none)
-- returns: collection INTEGER, seq INTEGER, time_ms REAL, generation INTEGER, trigger TEXT,
--          examined INTEGER, collected INTEGER, uncollectable INTEGER, pause_ms REAL, source TEXT
SELECT
  id AS collection,
  seq,
  round(time_ns / 1e6, 3) AS time_ms,
  generation,
  trigger,
  examined,
  collected,
  uncollectable,
  round(pause_ns / 1e6, 3) AS pause_ms,
  source(site_id) AS source
FROM collection
WHERE :generation IS NULL
   OR generation = :generation
ORDER BY id
