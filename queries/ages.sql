-- ages: how long objects lived, by type
--
-- Ages are in events, from birth to death, of objects that died. `young_deaths` is the share,
-- in percent of all that were born, that died before the first collection after their birth:
-- the generational hypothesis says that it is high.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: type TEXT, births INTEGER, deaths INTEGER, median_age INTEGER, age_90 INTEGER,
--          longest_age INTEGER, young_deaths REAL
SELECT
  type,
  births,
  deaths,
  median_age,
  age_90,
  longest_age,
  round(100.0 * young_deaths / births, 1) AS young_deaths
FROM life(0)
WHERE type GLOB :type
ORDER BY births DESC, type
