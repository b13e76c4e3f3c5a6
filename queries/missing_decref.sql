-- missing_decref: the decref that a leaked object never got
--
-- Compares the history of :object with those of its siblings: objects of the same type, born at the
-- same line, that died. Of these, the ones to which references were opened at the same lines count,
-- or, where there is none, all. One row a line at which references to them began or ended, with how
-- often that happened to a sibling on average, and how often to :object. The decref that the
-- siblings had most often and the object least comes first: it is missing.
--
-- :object    object   the number of an object that should have died
-- :siblings  integer  how many of its siblings to look at, the nearest in birth (default: 100)
-- returns: kind TEXT, source TEXT, per_sibling REAL, object INTEGER, missing REAL,
--          siblings INTEGER
WITH
  -- one row: the object
  leaked AS (
    SELECT oid, type_id, born_seq, source(born_site) AS born_at
    FROM object
    WHERE oid = :object
  ),
  -- one row a sibling that is looked at
  near AS MATERIALIZED (
    SELECT o.oid AS oid, o.born_seq AS born_seq, o.died_seq AS died_seq
    FROM leaked AS l
    JOIN object AS o ON o.type_id = l.type_id
    WHERE o.died_seq IS NOT NULL
      AND source(o.born_site) = l.born_at
      AND o.oid <> l.oid
    ORDER BY abs(o.oid - l.oid), o.oid
    LIMIT :siblings
  ),
  -- one row a kind of event at a line, of one of them or of the object; they lived at about the same
  -- time, so that one look at that time finds all of theirs
  lines AS MATERIALIZED (
    SELECT n.oid AS oid, e.kind AS kind, source(e.site) AS source, count(*) AS times
    FROM event AS e
    CROSS JOIN near AS n ON n.oid = +e.oid
    WHERE e.kind IN ('incref', 'decref', 'move')
      AND e.seq BETWEEN (SELECT min(born_seq) FROM near) AND (SELECT max(died_seq) FROM near)
      AND recorded('references')
    GROUP BY n.oid, e.kind, source(e.site)
    UNION ALL
    SELECT l.oid, e.kind, source(e.site), count(*)
    FROM leaked AS l
    CROSS JOIN event AS e ON e.oid = l.oid
    WHERE e.kind IN ('incref', 'decref', 'move')
      AND recorded('references')
    GROUP BY l.oid, e.kind, source(e.site)
  ),
  -- one row an object: the lines that opened references to it
  openings AS MATERIALIZED (
    SELECT oid, group_concat(source || ' ' || times, ', ') AS lines
    FROM (SELECT oid, source, times FROM lines WHERE kind <> 'decref' ORDER BY oid, kind, source)
    GROUP BY oid
  ),
  -- one row a sibling that was opened at the same lines
  alike AS MATERIALIZED (
    SELECT n.oid AS oid
    FROM near AS n
    LEFT JOIN openings AS o ON o.oid = n.oid
    WHERE o.lines IS (SELECT lines FROM openings WHERE oid = :object)
  ),
  -- one row a sibling that counts
  siblings AS MATERIALIZED (
    SELECT oid FROM alike
    UNION ALL
    SELECT oid FROM near WHERE NOT EXISTS (SELECT 1 FROM alike)
  ),
  -- one row a kind of event at a line, of any of them
  sums AS (
    SELECT
      kind,
      source,
      sum(CASE WHEN oid = :object THEN 0 ELSE times END) AS of_siblings,
      sum(CASE WHEN oid = :object THEN times ELSE 0 END) AS of_object
    FROM lines
    WHERE oid = :object
       OR oid IN (SELECT oid FROM siblings)
    GROUP BY kind, source
  ),
  -- one row: how many siblings count
  total AS (
    SELECT count(*) AS siblings
    FROM siblings
  )
SELECT
  s.kind AS kind,
  s.source AS source,
  round(1.0 * s.of_siblings / t.siblings, 2) AS per_sibling,
  s.of_object AS object,
  round(1.0 * s.of_siblings / t.siblings - s.of_object, 2) AS missing,
  t.siblings AS siblings
FROM sums AS s
CROSS JOIN total AS t
WHERE t.siblings > 0
ORDER BY kind = 'decref' DESC, missing DESC, kind, source
