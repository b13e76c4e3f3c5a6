-- suspects: the few places that most of the growth hangs on
--
-- The accumulation points between two snapshots: objects and roots that hold many young objects of
-- one type, which nothing below them explains, and that keep more alive at :to than at :from; and
-- the cycles of garbage that wait for a collector. Each row reads as a sentence: what grows, how
-- fast, what holds it, how that is reached from a root, and the line that stores it. `example` is
-- one of the objects, for referrers, history and paths. With one snapshot for both, everything
-- since the start of the run is young.
--
-- :from      snapshot  the earlier snapshot, its number or label (default: the first)
-- :to        snapshot  the later one (default: the last)
-- :share     integer   only what so many percent of the growth hang on, at least (default: 10)
-- :least     integer   and so many objects, at least (default: 50)
-- :children  integer   of which so many are held directly and have one type, or one, as in a chain
--                      (default: 20)
-- returns: suspect TEXT, holder INTEGER, objects INTEGER, bytes INTEGER, share REAL, type TEXT,
--          path TEXT, source TEXT, per_1000_events REAL, example INTEGER
WITH
  -- one row: the two ends; before is NULL where everything is young
  span AS (
    SELECT
      nullif(:from, :to) AS before,
      CASE WHEN :from = :to THEN 0 ELSE (SELECT seq FROM snapshot WHERE id = :from) END AS from_seq,
      (SELECT seq FROM snapshot WHERE id = :to) AS to_seq
  ),
  -- one row an accumulation point whose children are alike
  young AS (
    SELECT a.oid, a.objects, a.all_objects, a.bytes, a.share, a.of_child_type, a.child, a.child_type
    FROM span AS s
    CROSS JOIN accumulation(s.before, :to, :share / 100.0, :least) AS a
    WHERE a.of_child_type >= :children
       OR a.children = 1
  ),
  -- one row an object that was there before, with what it kept alive then
  old AS (
    SELECT y.oid AS oid, n.retained_objects AS retained_objects
    FROM span AS s
    CROSS JOIN young AS y
    CROSS JOIN node(s.before) AS n ON n.oid = y.oid
    WHERE s.before IS NOT NULL
  ),
  -- one row an accumulation point that keeps more alive than before, not only others
  points AS (
    SELECT y.oid, y.objects, y.bytes, y.share, y.of_child_type, y.child, y.child_type
    FROM young AS y
    JOIN node(:to) AS n ON n.oid = y.oid
    LEFT JOIN old AS o ON o.oid = y.oid
    WHERE (n.retained_objects - coalesce(o.retained_objects, 0)) * 2 >= y.all_objects
  ),
  -- one row a line at which an accumulation point got a young reference
  stores AS (
    SELECT
      p.oid AS oid,
      r.site AS site,
      count(*) AS stored,
      max(r.opened_seq) AS last_seq,
      r.label AS label -- of that last one
    FROM points AS p
    CROSS JOIN reference(:to) AS r ON r.holder = p.oid
    WHERE r.opened_seq > (SELECT from_seq FROM span)
    GROUP BY p.oid, r.site
  ),
  -- one row an accumulation point: the line that stored most of it
  best AS (
    SELECT oid, site, max(stored) AS stored, label
    FROM stores
    GROUP BY oid
  ),
  -- one row a suspect
  suspects AS (
    SELECT
      printf('%s holds %d young %s objects', holder_name(p.oid), p.of_child_type, p.child_type)
        || CASE WHEN p.objects > p.of_child_type
          THEN printf(' (%d with all that hangs on them)', p.objects) ELSE '' END
        || coalesce(', the last as ' || b.label, '') AS what,
      p.oid AS holder,
      p.objects AS objects,
      p.bytes AS bytes,
      round(100.0 * p.share, 1) AS share,
      p.child_type AS type,
      CASE WHEN p.oid > 0 THEN (SELECT path FROM path_line(p.oid, :to)) ELSE holder_name(p.oid) END
        AS path,
      source(b.site) AS source,
      p.child AS example
    FROM points AS p
    LEFT JOIN best AS b ON b.oid = p.oid
    UNION ALL
    SELECT
      printf('nobody holds %d objects in %d cycles of %s, which wait for the collector',
        objects, cycles, shape),
      NULL,
      objects,
      bytes,
      NULL,
      closing_object,
      NULL,
      closed_by,
      example
    FROM cycles_pending(:to)
    WHERE objects >= :least
  )
SELECT
  what
    || coalesce('; it is reached by ' || path, '')
    || coalesce('; ' || CASE WHEN holder IS NULL THEN 'closed' ELSE 'stored' END || ' by ' || source, '')
    || printf('; %.1f objects in 1000 events', 1000.0 * objects / (to_seq - from_seq)) AS suspect,
  holder,
  objects,
  bytes,
  share,
  type,
  path,
  source,
  round(1000.0 * objects / (to_seq - from_seq), 2) AS per_1000_events,
  example
FROM suspects
CROSS JOIN span
ORDER BY objects DESC, holder, example
