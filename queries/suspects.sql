-- suspects: the few places that most of the growth hangs on
--
-- The accumulation points between two snapshots: objects and roots that hold many young objects of
-- one type, chains and trees of such objects, and buffers that grew; the cycles of garbage that wait
-- for a collector; and references that outlive the teardown with nobody who holds them. What came
-- and went, or stopped growing in the first half of its time, is no suspect: a bounded cache, a
-- pool, a table that was loaded once, an imported library. Each row reads as a sentence: what grows, what holds it, how
-- that is reached from a root, the line that stores it, and how fast. `example` is one of the
-- objects, for referrers, history and paths.
--
-- Without :from it is the first snapshot, or the start of the run where there is no other than
-- those of --snapshot-every and the exit. Without :to it is the last snapshot before the teardown
-- that is nearer to the largest than to the smallest: what main() had is gone at the exit. With one
-- snapshot for both, everything since the start is young; without any (a program that was killed),
-- the end of the run is looked at. Where twice as much was alive once as is at :to, the end of that
-- peak is looked at too.
--
-- :from      snapshot  the earlier snapshot, its number or label (default: none)
-- :to        snapshot  the later one (default: none)
-- :share     integer   only what so many percent of the growth hang on, at least (default: 10)
-- :least     integer   and so many objects, at least (default: 50)
-- :children  integer   of which so many have one type (default: 20)
-- empty: nothing held at these snapshots goes on growing; what main() holds is gone at the exit, so
--        take snapshots while it runs (heapledger run --snapshot-every 100k), or name two of them
-- returns: suspect TEXT, holder INTEGER, objects INTEGER, bytes INTEGER, share REAL, type TEXT,
--          path TEXT, source TEXT, per_1000_events REAL, example INTEGER
WITH
  -- one row a snapshot before the teardown
  snapshots AS (
    SELECT id, bytes, label GLOB 'every-*' OR label = 'exit' AS is_automatic
    FROM snapshot
    WHERE id <= coalesce((SELECT min(id) FROM snapshot WHERE label = 'exit'), id)
  ),
  -- one row: the two snapshots; the same one twice where everything since the start is young
  ends AS (
    SELECT
      CASE
        WHEN :from IS NOT NULL THEN :from
        WHEN EXISTS (SELECT 1 FROM snapshots WHERE NOT is_automatic) THEN f.id
        ELSE t.id
      END AS from_id,
      t.id AS to_id
    FROM (SELECT coalesce(:from, min(id)) AS id FROM snapshot) AS f
    CROSS JOIN (
      SELECT coalesce(
        :to,
        max(s.id) FILTER (WHERE s.bytes * 2 >= l.most + l.least AND s.id > l.first_id),
        max(s.id)
      ) AS id
      FROM snapshots AS s
      CROSS JOIN (
        SELECT max(bytes) AS most, min(bytes) AS least, coalesce(:from, min(id)) AS first_id
        FROM snapshots
      ) AS l
    ) AS t
  ),
  -- one row: the two ends; before is NULL where everything is young. Between many snapshots, and
  -- since the start, growth must go on; between two, the program knows what it compares.
  span AS (
    SELECT
      nullif(f.id, t.id) AS before,
      CASE WHEN f.id = t.id THEN 0 ELSE f.seq END AS from_seq,
      t.id AS after,
      t.seq AS to_seq,
      t.bytes AS to_bytes,
      t.bytes - CASE WHEN f.id = t.id THEN 0 ELSE f.bytes END AS grown,
      f.id = t.id OR (SELECT count(*) FROM snapshot WHERE id BETWEEN f.id AND t.id) > 3
        AS must_go_on
    FROM ends AS e
    JOIN snapshot AS t ON t.id = e.to_id
    JOIN snapshot AS f ON f.id = e.from_id
    UNION ALL
    SELECT NULL, 0, NULL, events, live_bytes, live_bytes, 1
    FROM run
    WHERE NOT EXISTS (SELECT 1 FROM snapshot)
  ),
  -- one row a part of the run, with how the live bytes changed in it; none where there is no peak
  changes AS (
    SELECT part, sum(bytes) AS bytes
    FROM (
      SELECT born_seq * 2048 / (r.events + 1) AS part, size AS bytes
      FROM span AS s
      JOIN run AS r ON r.peak_bytes > s.to_bytes * 2 AND r.peak_bytes > s.to_bytes + 32768
        AND r.peak_seq > s.from_seq
      CROSS JOIN object AS o
      UNION ALL
      SELECT died_seq * 2048 / (r.events + 1), -size
      FROM span AS s
      JOIN run AS r ON r.peak_bytes > s.to_bytes * 2 AND r.peak_bytes > s.to_bytes + 32768
        AND r.peak_seq > s.from_seq
      CROSS JOIN object AS o ON o.died_seq IS NOT NULL
    )
    GROUP BY part
  ),
  -- one row a part, with the live bytes at its end
  heights AS (
    SELECT part, sum(bytes) OVER (ORDER BY part) AS bytes
    FROM changes
  ),
  -- one row: the last part that is nearly as high as any; the fall may have begun
  high AS (
    SELECT max(part) AS part
    FROM heights
    WHERE bytes * 10 >= (SELECT max(bytes) FROM heights) * 9
  ),
  -- one row a moment that is looked at: the later snapshot, and the highest shortly before the fall
  moments AS MATERIALIZED (
    SELECT after AS at, iif(after IS NULL, to_seq, NULL) AS seq, to_seq, must_go_on, 0 AS is_peak
    FROM span
    UNION ALL
    SELECT NULL, p.seq, p.seq, 1, 1
    FROM span AS s
    JOIN (
      SELECT (t.part + 1) * ((SELECT events FROM run) + 1) / 2048 - 1 AS seq
      FROM high AS h
      JOIN heights AS t ON t.part BETWEEN h.part - 128 AND h.part
      ORDER BY t.bytes DESC, t.part DESC
      LIMIT 1
    ) AS p ON p.seq > s.from_seq
  ),
  -- one row an accumulation point
  young AS MATERIALIZED (
    SELECT
      m.at AS at,
      m.seq AS seq,
      m.to_seq AS to_seq,
      m.is_peak AS is_peak,
      a.oid AS oid,
      a.other AS other,
      a.dominator AS dominator,
      a.form AS form,
      a.is_direct AS is_direct,
      a.objects AS objects,
      a.bytes AS bytes,
      a.share AS share,
      a.child_type AS child_type,
      a.of_child_type AS of_child_type,
      a.child AS child
    FROM span AS s
    CROSS JOIN moments AS m
    CROSS JOIN accumulation(
      s.before, m.at, :share / 100.0, :least, :children, m.seq, m.must_go_on) AS a
  ),
  -- one row a type: how many more there are at the later snapshot
  types AS MATERIALIZED (
    SELECT
      t.name AS type,
      sum(CASE WHEN c.snapshot_id = s.after THEN c.objects ELSE -c.objects END) AS growth
    FROM span AS s
    JOIN snapshot_type AS c ON c.snapshot_id IN (s.before, s.after)
    JOIN type AS t ON t.id = c.type_id
    GROUP BY t.name
  ),
  -- one row an accumulation point that keeps more alive than before, not only others. What is kept
  -- alive elsewhere brings the weak reference to it along; many of one object are no such.
  points AS MATERIALIZED (
    SELECT y.*
    FROM span AS s
    CROSS JOIN young AS y
    LEFT JOIN snapshot AS f ON f.id = s.before
    LEFT JOIN types AS t ON t.type = y.child_type
    WHERE (
        s.before IS NULL
        OR y.is_peak
        OR CASE
          WHEN y.dominator > f.last_oid THEN t.growth * 2 >= y.of_child_type
          ELSE (
            (SELECT n.retained_objects FROM node(s.after) AS n WHERE n.oid = y.dominator)
            - coalesce(
              (SELECT n.retained_objects FROM node(s.before) AS n WHERE n.oid = y.dominator), 0)
          ) * 2 >= y.objects
        END
      )
      AND NOT EXISTS (
        SELECT 1
        FROM event AS w
        LEFT JOIN object AS o ON o.oid = w.target
        WHERE w.kind = 'weak_new'
          AND w.oid = y.child
          AND (o.died_seq IS NULL OR o.died_seq > y.to_seq)
          AND :children > (
            SELECT count(*) FROM event AS n WHERE n.kind = 'weak_new' AND n.target = w.target)
      )
  ),
  -- one row a line at which an accumulation point got a young reference; where its objects hold
  -- one another, at which the example was stored
  stores AS (
    SELECT
      p.oid AS oid,
      p.seq AS seq,
      r.site AS site,
      count(*) AS stored,
      max(r.opened_seq) AS last_seq,
      r.label AS label -- of that last one
    FROM points AS p
    CROSS JOIN reference(p.at, p.seq) AS r ON r.holder = p.oid
    WHERE p.form = 'container'
      AND p.is_direct
      AND r.opened_seq > (SELECT from_seq FROM span)
    GROUP BY p.oid, p.seq, r.site
    UNION ALL
    SELECT p.oid, p.seq, r.site, count(*), max(r.opened_seq), NULL
    FROM points AS p
    CROSS JOIN reference(p.at, p.seq) AS r ON r.oid = p.child
    WHERE r.holder <> 0
      AND NOT (p.form = 'container' AND p.is_direct)
    GROUP BY p.oid, p.seq, r.site
  ),
  -- one row an accumulation point: the line that stored most of it
  best AS (
    SELECT oid, seq, site, max(stored) AS stored, label
    FROM stores
    GROUP BY oid, seq
  ),
  -- one row an object that grew without objects in it: a buffer, or a list of numbers
  grown AS MATERIALIZED (
    SELECT
      n.oid AS oid,
      n.type AS type,
      n.size - coalesce((SELECT b.size FROM snapshot_object(s.before) AS b WHERE b.oid = n.oid), 0)
        AS bytes
    FROM span AS s
    CROSS JOIN node(s.after) AS n
    WHERE n.size >= max(4096, s.grown * :share / 100)
      AND n.size >= n.referents * 256
      AND n.oid > 0
      AND n.reachable
  ),
  -- one row a line at which one of them was resized
  resizes AS MATERIALIZED (
    SELECT
      g.oid AS oid,
      e.site AS site,
      count(*) AS steps,
      min(e.seq) AS first_seq,
      max(e.seq) AS last_seq
    FROM span AS s
    CROSS JOIN grown AS g
    CROSS JOIN event AS e ON e.oid = g.oid
    WHERE e.kind = 'resize'
      AND e.seq > s.from_seq
      AND e.seq <= s.to_seq
    GROUP BY g.oid, e.site
  ),
  -- one row a buffer that went on growing in the second half of its time
  buffers AS (
    SELECT g.oid AS oid, g.type AS type, g.bytes AS bytes, r.steps AS steps, r.site AS site
    FROM span AS s
    CROSS JOIN grown AS g
    JOIN (
      SELECT
        oid,
        sum(steps) AS steps,
        min(first_seq) AS first_seq,
        max(last_seq) AS last_seq,
        site, -- of the most frequent
        max(steps) AS most
      FROM resizes
      GROUP BY oid
    ) AS r ON r.oid = g.oid
    WHERE g.bytes >= max(4096, s.grown * :share / 100)
      AND r.steps >= 8
      AND r.last_seq * 2 > r.first_seq + s.to_seq
  ),
  -- one row an object that was made anew again and again, each time larger: a text that is built
  texts AS (
    SELECT
      g.oid AS oid,
      g.type AS type,
      g.bytes AS bytes,
      n.site AS site,
      count(*) AS steps
    FROM span AS s
    CROSS JOIN grown AS g
    JOIN snapshot_object(s.after) AS n ON n.oid = g.oid
    CROSS JOIN object AS o
    WHERE g.bytes = n.size
      AND o.type_id = n.type_id
      AND o.born_site = n.site
      AND o.born_seq BETWEEN s.from_seq AND n.born_seq
    GROUP BY g.oid
    HAVING count(*) >= 8
       AND max(o.size) FILTER (WHERE o.born_seq * 2 <= n.born_seq + s.from_seq) * 4 <= n.size * 3
  ),
  -- one row a suspect
  suspects AS (
    SELECT
      CASE WHEN p.is_peak THEN printf('at event %d, near a peak that is gone: ', p.seq) ELSE '' END
        || CASE
          WHEN p.form = 'structure'
            THEN printf('%s is the first of %d young %s objects that hold one another',
              holder_name(p.oid), p.of_child_type, p.child_type)
          ELSE printf('%s holds %d young %s objects', holder_name(p.oid), p.of_child_type,
              p.child_type)
            || CASE WHEN p.is_direct THEN '' ELSE ' through others' END
        END
        || CASE WHEN p.objects > p.of_child_type
          THEN printf(' (%d with all that hangs on them)', p.objects) ELSE '' END
        || coalesce(', the last as ' || b.label, '')
        || coalesce('; ' || holder_name(p.other) || ' holds them too', '') AS what,
      'stored' AS verb,
      p.oid AS holder,
      p.objects AS objects,
      p.bytes AS bytes,
      round(100.0 * p.share, 1) AS share,
      p.child_type AS type,
      CASE
        WHEN p.oid > 0 THEN (SELECT l.path FROM path_line(p.oid, p.at, p.seq) AS l)
        ELSE holder_name(p.oid)
      END AS path,
      b.site AS site,
      p.child AS example,
      p.to_seq AS to_seq
    FROM points AS p
    LEFT JOIN best AS b ON b.oid = p.oid AND b.seq IS p.seq
    UNION ALL
    SELECT
      printf('%s grew by %d bytes in %d steps', holder_name(g.oid), g.bytes, g.steps),
      'grown',
      g.oid,
      1,
      g.bytes,
      NULL,
      g.type,
      (SELECT l.path FROM path_line(g.oid, s.after) AS l),
      g.site,
      g.oid,
      s.to_seq
    FROM span AS s
    CROSS JOIN buffers AS g
    UNION ALL
    SELECT
      printf('%s of %d bytes is the last of %d that were made there, larger and larger',
        holder_name(g.oid), g.bytes, g.steps),
      'made',
      g.oid,
      1,
      g.bytes,
      NULL,
      g.type,
      (SELECT l.path FROM path_line(g.oid, s.after) AS l),
      g.site,
      g.oid,
      s.to_seq
    FROM span AS s
    CROSS JOIN texts AS g
    WHERE g.oid NOT IN (SELECT b.oid FROM buffers AS b)
    UNION ALL
    SELECT
      printf('nobody holds %d objects in %d cycles of %s (%s), which wait for the collector',
        sum(c.objects), count(*), c.shape, c.edges),
      'closed',
      NULL,
      sum(c.objects),
      sum(c.bytes),
      NULL,
      object_type(c.closing_oid),
      NULL,
      min(c.site),
      min(c.first_oid),
      s.to_seq
    FROM span AS s
    CROSS JOIN pending_cycle(s.after) AS c
    WHERE NOT EXISTS ( -- else the collector is at work, and these are what it has not met yet
      SELECT 1
      FROM collection
      WHERE trigger = 'threshold'
        AND seq BETWEEN s.from_seq AND s.to_seq
    )
    GROUP BY c.shape, c.edges, source(c.site)
    HAVING sum(c.objects) >= :least
    UNION ALL
    SELECT
      printf('nobody holds %d references to %d %s objects, and nobody gave them back',
        u.open, u.objects, u.type),
      'taken',
      NULL,
      u.objects,
      u.bytes,
      NULL,
      u.type,
      NULL,
      (SELECT max(r.site) FROM reference AS r WHERE r.oid = u.example AND r.holder = 0),
      u.example,
      s.to_seq
    FROM span AS s
    CROSS JOIN unclosed('*', :least) AS u
    WHERE u.objects >= :least
      AND u.first_seq > s.from_seq
      AND EXISTS (SELECT 1 FROM collection WHERE trigger = 'exit') -- else stacks were still in use
  )
SELECT
  what
    || coalesce('; it is reached by ' || path, '')
    || coalesce('; ' || verb || ' by ' || source(site), '')
    || coalesce(', called by ' || nullif(program_source(site), source(site)), '')
    || printf('; %.1f %s in 1000 events', 1000.0 * iif(verb IN ('grown', 'made'), bytes, objects)
      / (to_seq - from_seq), iif(verb IN ('grown', 'made'), 'bytes', 'objects')) AS suspect,
  holder,
  objects,
  bytes,
  share,
  type,
  path,
  source(site) AS source,
  round(1000.0 * objects / (to_seq - from_seq), 2) AS per_1000_events,
  example
FROM suspects
CROSS JOIN (SELECT from_seq FROM span)
ORDER BY objects DESC, bytes DESC, holder, example
