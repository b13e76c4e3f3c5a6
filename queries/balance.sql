-- balance: at which lines references were opened and never closed
--
-- For each line, the references that began there (births, increfs, moves), how many of them
-- have ended, wherever, and how many are open at the end of the run. Most open first.
--
-- :site   glob     only lines whose text (file:line in function) matches (default: *)
-- :least  integer  only lines with so many open references (default: 1)
-- returns: source TEXT, opened INTEGER, closed INTEGER, open INTEGER, births INTEGER,
--          increfs INTEGER, decrefs INTEGER, moves INTEGER
SELECT
  source(site_id) AS source,
  sum(opened) AS opened,
  sum(closed) AS closed,
  sum(opened - closed) AS open,
  sum(births) AS births,
  sum(increfs) AS increfs,
  sum(decrefs) AS decrefs,
  sum(moves) AS moves
FROM site_balance
WHERE coalesce(source(site_id), '') GLOB :site
  AND recorded('references')
GROUP BY source(site_id)
HAVING sum(opened - closed) >= :least
ORDER BY open DESC, opened DESC, source
