-- churn: lines whose objects are many and short-lived
--
-- For each line and type, how many objects were born there, how many of them died, and how
-- many events they lived on average. The busiest line first: work that could be saved.
--
-- :least  integer  only lines with so many deaths (default: 10)
-- :age    integer  only lines whose dead lived so many events on average, at most (default: none)
-- :type   glob     only types whose name matches (default: *)
-- returns: source TEXT, type TEXT, births INTEGER, deaths INTEGER, average_age REAL,
--          bytes INTEGER
SELECT
  source(site) AS source,
  type,
  sum(births) AS births,
  sum(deaths) AS deaths,
  round(total(ages) / sum(deaths), 1) AS average_age,
  sum(bytes) AS bytes
FROM life
WHERE type GLOB :type
GROUP BY source(site), type
HAVING sum(deaths) >= max(:least, 1)
   AND (:age IS NULL OR total(ages) / sum(deaths) <= :age)
ORDER BY deaths DESC, bytes DESC, source, type
