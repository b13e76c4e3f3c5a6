-- ages: how long objects lived, by type
--
-- Ages are in events, from birth to death, of objects that died. `young_deaths` is the share,
-- in percent of all that were born, that died before the first collection after their birth:
-- the generational hypothesis says that it is high.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: type TEXT, births INTEGER, deaths INTEGER, median_age INTEGER, age_90 INTEGER,
--          longest_age INTEGER, young_deaths REAL
WITH
  -- one row an object that died, with its place among those of its type
  dead AS (
    SELECT
      type,
      died_seq - born_seq AS age,
      epoch(died_seq) = epoch(born_seq) AS died_young,
      row_number() OVER (PARTITION BY type ORDER BY died_seq - born_seq) AS place,
      count(*) OVER (PARTITION BY type) AS deaths
    FROM object
    WHERE died_seq IS NOT NULL
      AND type GLOB :type
  ),
  -- one row a type
  births AS (
    SELECT t.name AS type, sum(b.births) AS births
    FROM type_balance AS b
    JOIN type AS t ON t.id = b.type_id
    WHERE t.name GLOB :type
    GROUP BY t.name
  )
SELECT
  b.type AS type,
  b.births AS births,
  coalesce(max(d.deaths), 0) AS deaths,
  max(d.age) FILTER (WHERE d.place * 2 <= d.deaths + 1) AS median_age,
  max(d.age) FILTER (WHERE d.place * 10 <= d.deaths * 9 + 1) AS age_90,
  max(d.age) AS longest_age,
  round(100.0 * coalesce(sum(d.died_young), 0) / b.births, 1) AS young_deaths
FROM births AS b
LEFT JOIN dead AS d ON d.type = b.type
GROUP BY b.type
ORDER BY births DESC, type
