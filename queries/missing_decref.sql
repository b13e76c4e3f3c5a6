-- missing_decref: the decref that a leaked object never got
--
-- Compares the history of :object with those of its siblings: objects of the same type, born
-- at the same line, that died. One row a line at which references to the siblings ended
-- (decref, move) or began, with how often that happened to a sibling on average, and how often
-- to :object. The line that the siblings had most often and the object least comes first:
-- there its decref is missing.
--
-- :object    object   the number of an object that should have died
-- :siblings  integer  how many of its siblings to look at, the nearest in birth (default: 100)
-- returns: kind TEXT, source TEXT, per_sibling REAL, object INTEGER, missing REAL,
--          siblings INTEGER
WITH
  -- one row: the object
  leaked AS (
    SELECT oid, type_id, source(born_site) AS born_at
    FROM object
    WHERE oid = :object
  ),
  -- one row a sibling
  siblings AS (
    SELECT o.oid AS oid
    FROM leaked AS l
    JOIN object AS o ON o.type_id = l.type_id
    WHERE o.died_seq IS NOT NULL
      AND source(o.born_site) = l.born_at
    ORDER BY abs(o.oid - l.oid), o.oid
    LIMIT :siblings
  ),
  -- one row an object whose history is looked at
  family AS (
    SELECT oid, 0 AS is_leaked FROM siblings
    UNION ALL
    SELECT oid, 1 FROM leaked
  ),
  -- one row a kind of event at a line, of any of them
  lines AS (
    SELECT
      e.kind AS kind,
      source(e.site) AS source,
      sum(NOT f.is_leaked) AS of_siblings,
      sum(f.is_leaked) AS of_object
    FROM event AS e
    CROSS JOIN family AS f ON f.oid = +e.oid
    WHERE e.kind IN ('incref', 'decref', 'move')
    GROUP BY e.kind, source(e.site)
  )
SELECT
  kind,
  source,
  round(1.0 * of_siblings / (SELECT count(*) FROM siblings), 2) AS per_sibling,
  of_object AS object,
  round(1.0 * of_siblings / (SELECT count(*) FROM siblings) - of_object, 2) AS missing,
  (SELECT count(*) FROM siblings) AS siblings
FROM lines
WHERE (SELECT count(*) FROM siblings) > 0
  AND recorded('references')
ORDER BY kind = 'decref' DESC, missing DESC, kind, source
