-- hot_sites: the lines with the most count traffic
--
-- How many increfs, decrefs and moves happened at a line, wherever it was called from. The
-- busiest first.
--
-- :site  glob     only lines whose text (file:line in function) matches (default: *)
-- :top   integer  so many rows (default: 20)
-- returns: source TEXT, increfs INTEGER, decrefs INTEGER, moves INTEGER, traffic INTEGER,
--          share REAL
SELECT
  source(site_id) AS source,
  sum(increfs) AS increfs,
  sum(decrefs) AS decrefs,
  sum(moves) AS moves,
  sum(increfs + decrefs + moves) AS traffic,
  round(100.0 * sum(increfs + decrefs + moves)
    / (SELECT sum(increfs + decrefs + moves) FROM site_balance), 1) AS share
FROM site_balance
WHERE coalesce(source(site_id), '') GLOB :site
  AND recorded('references')
GROUP BY source(site_id)
HAVING sum(increfs + decrefs + moves) > 0
ORDER BY traffic DESC, source
LIMIT :top
