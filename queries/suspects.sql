-- suspects: the few places that most of the growth hangs on
--
-- The accumulation points between two snapshots: objects and roots on which many young objects
-- hang that nothing below them explains. Each row reads as a sentence: what grows, what holds
-- it and how it is reached from a root, the line that stores it, how many of them come in a
-- thousand events. `example` is one of them, for referrers, history and paths.
--
-- :from   snapshot  the earlier snapshot, its number or label (default: the first)
-- :to     snapshot  the later one (default: the last)
-- :share  integer   only what so many percent of the growth hang on, at least (default: 10)
-- :least  integer   and so many objects, at least (default: 50)
-- returns: suspect TEXT, holder INTEGER, objects INTEGER, bytes INTEGER, share REAL, type TEXT,
--          path TEXT, source TEXT, per_1000_events REAL, example INTEGER
WITH
  -- one row an accumulation point
  points AS (
    SELECT oid, objects, bytes, share, children, child, child_type
    FROM accumulation(:from, :to, :share / 100.0, :least)
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
    WHERE r.opened_seq > (SELECT seq FROM snapshot WHERE id = :from)
    GROUP BY p.oid, r.site
  ),
  -- one row an accumulation point: the line that stored most of it
  best AS (
    SELECT oid, site, max(stored) AS stored, label
    FROM stores
    GROUP BY oid
  ),
  -- one row an accumulation point, described
  described AS (
    SELECT
      p.oid AS oid,
      p.objects AS objects,
      p.bytes AS bytes,
      p.share AS share,
      p.children AS children,
      p.child_type AS type,
      p.child AS child,
      holder_name(p.oid) AS name,
      CASE WHEN p.oid > 0 THEN (SELECT path FROM path_line(p.oid, :to)) ELSE holder_name(p.oid) END
        AS path,
      source(b.site) AS source,
      b.label AS label
    FROM points AS p
    LEFT JOIN best AS b ON b.oid = p.oid
  )
SELECT
  printf('%s holds %d young %s objects', name, children, type)
    || CASE WHEN objects > children THEN printf(' (%d with all they hold)', objects) ELSE '' END
    || coalesce(', the last as ' || label, '')
    || coalesce('; it is reached by ' || path, '')
    || coalesce('; stored by ' || source, '') AS suspect,
  oid AS holder,
  objects,
  bytes,
  round(100.0 * share, 1) AS share,
  type,
  path,
  source,
  round(1000.0 * objects / ((SELECT seq FROM snapshot WHERE id = :to)
    - (SELECT seq FROM snapshot WHERE id = :from)), 2) AS per_1000_events,
  child AS example
FROM described
ORDER BY objects DESC, holder
