-- path_line: a shortest path from a root to an object, on one line
--
-- The root, then the label of each reference on the way, written as Python would where it can be:
-- 'modules: __main__.cache['/page/3'].body'. A reference without a label is written as the object
-- that it leads to; after an event that is no snapshot, all are. The path begins in flight only
-- where no named root reaches the object. No row: nothing does. Of a long path, as to a node of a
-- list, the middle is left out: `steps` says how long it is, and paths has all of it.
--
-- :object  object    the object's number
-- :at      snapshot  at this snapshot, its number or label (default: the last)
-- :seq     seq       or after this event (default: none)
-- returns: path TEXT, steps INTEGER
WITH
  -- one row a reference on the path; key is the text of a key that could be a name
  steps AS MATERIALIZED (
    SELECT
      step,
      holder,
      oid,
      label,
      CASE WHEN label GLOB '[[]''[A-Za-z_]*'']' AND substr(label, 3) NOT GLOB '*[^A-Za-z0-9_'']]*'
        THEN substr(label, 3, length(label) - 4) END AS key
    FROM path(:object, CASE WHEN :seq IS NULL THEN :at END, :seq)
  ),
  -- one row: how many
  total AS (
    SELECT count(*) AS steps
    FROM steps
  ),
  -- one row a reference that is shown, with what is around it
  places AS (
    SELECT
      step,
      oid,
      label,
      key,
      lag(label) OVER (ORDER BY step) AS before,
      lead(label) OVER (ORDER BY step) AS after,
      lead(key) OVER (ORDER BY step) AS key_after,
      lead(label, 2) OVER (ORDER BY step) AS second_after
    FROM steps
    WHERE step <= 32
       OR step > (SELECT t.steps - 8 FROM total AS t)
  ),
  -- one row a reference, as it is written: o.__dict__['name'] is o.name, and a module is its name
  pieces AS (
    SELECT
      step,
      CASE WHEN step = t.steps - 7 AND step > 33
        THEN printf('...(%d more)...', t.steps - 40) ELSE '' END
      || CASE
        WHEN label = '__dict__' AND key_after IS NOT NULL THEN ''
        WHEN label = 'sys.modules' AND key_after IS NOT NULL AND second_after = '__dict__' THEN ''
        WHEN step = 2 AND before = 'sys.modules' AND key IS NOT NULL AND after = '__dict__' THEN key
        WHEN before = '__dict__' AND key IS NOT NULL THEN '.' || key
        WHEN label IS NULL THEN '(' || holder_name(oid) || ')'
        WHEN step = 1 OR label GLOB '[[.]*' THEN label
        ELSE '.' || label
      END AS piece
    FROM places
    CROSS JOIN total AS t
    ORDER BY step
  )
SELECT
  (SELECT holder_name(holder) FROM steps WHERE step = 1) || ': ' || group_concat(piece, '') AS path,
  (SELECT steps FROM total) AS steps
FROM pieces
HAVING count(*) > 0
