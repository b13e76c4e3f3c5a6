-- paths: how the roots reach an object, or all objects of a type
--
-- With :object, a shortest path from a root to it, one row a reference. Without it, the
-- shortest paths to all objects whose type matches :type, merged into one tree: parents before
-- children, `objects` says how many are reached through a row, and rows with fewer than :least
-- are left out. A path begins in flight only where no named root reaches the object. Names are
-- indented by depth, as far as 40 references.
--
-- :object  object    the object's number (default: none)
-- :type    glob      otherwise the types whose name matches (default: *)
-- :at      snapshot  at this snapshot, its number or label (default: the last)
-- :least   integer   of a tree, only what so many objects are reached through (default: 1)
-- returns: depth INTEGER, oid INTEGER, name TEXT, label TEXT, objects INTEGER, bytes INTEGER,
--          source TEXT
WITH
  -- one row a step of the path, or a node of the tree; place keeps their order
  rows AS (
    SELECT 0 AS place, 0 AS depth, holder AS oid, NULL AS label, 1 AS objects, NULL AS bytes,
      NULL AS site
    FROM path(:object, :at)
    WHERE step = 1
    UNION ALL
    SELECT step, step, oid, label, 1, NULL, site
    FROM path(:object, :at)
    UNION ALL
    SELECT row_number() OVER (), depth, oid, label, objects, bytes, site
    FROM path_tree(:type, :at, :least)
    WHERE :object IS NULL
  )
SELECT
  depth,
  oid,
  printf('%*s%s', min(depth, 40) * 2, '', holder_name(oid)) AS name,
  label,
  objects,
  bytes,
  source(site) AS source
FROM rows
ORDER BY place
