-- collector: what the cycle collector did, by generation
--
-- How many runs, what they looked at, found and could not free, and how long the program stood
-- still for them, altogether and at most. Runs that never ended have no figures.
--
-- :trigger  glob  only runs that were triggered so: threshold, call, exit (default: *)
-- returns: generation INTEGER, runs INTEGER, examined INTEGER, collected INTEGER,
--          uncollectable INTEGER, pause_ms REAL, longest_pause_ms REAL
SELECT
  generation,
  count(*) AS runs,
  sum(examined) AS examined,
  sum(collected) AS collected,
  sum(uncollectable) AS uncollectable,
  round(sum(pause_ns) / 1e6, 3) AS pause_ms,
  round(max(pause_ns) / 1e6, 3) AS longest_pause_ms
FROM collection
WHERE trigger GLOB :trigger
GROUP BY generation
ORDER BY generation
