-- efficacy: what share of the examined objects was garbage
--
-- By generation and trigger: garbage is what was collected or found uncollectable, in percent
-- of what was examined. A low share means that the collector runs in vain; `wasted_runs` found
-- nothing at all.
--
-- :generation  integer  only this generation (default: none)
-- returns: generation INTEGER, trigger TEXT, runs INTEGER, wasted_runs INTEGER, examined INTEGER,
--          garbage INTEGER, share REAL, pause_per_garbage_us REAL
SELECT
  generation,
  trigger,
  count(*) AS runs,
  sum(collected + uncollectable = 0) AS wasted_runs,
  sum(examined) AS examined,
  sum(collected + uncollectable) AS garbage,
  round(100.0 * sum(collected + uncollectable) / nullif(sum(examined), 0), 2) AS share,
  round(sum(pause_ns) / 1e3 / nullif(sum(collected + uncollectable), 0), 3) AS pause_per_garbage_us
FROM collection
WHERE examined IS NOT NULL
  AND (:generation IS NULL OR generation = :generation)
GROUP BY generation, trigger
ORDER BY generation, trigger
