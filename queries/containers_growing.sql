-- containers_growing: containers and buffers that only ever grew
--
-- Objects that hold more references at :to than at :from, or are larger, and at no snapshot between
-- hold fewer, or are smaller, than at the one before: the unbounded cache, by name, the buffer that
-- nobody empties. `owner` is the object that holds it, `path` says how it is reached from a root.
-- The largest growth first, a reference counting as eight bytes.
--
-- :from   snapshot  the first snapshot to look at (default: the first)
-- :to     snapshot  the last one (default: the last)
-- :least  integer   only those that grew by so many references, or so many times 64 bytes
--                   (default: 10)
-- :top    integer   so many rows (default: 20)
-- :type   glob      only containers of types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, references_from INTEGER, references_to INTEGER,
--          growth INTEGER, bytes_growth INTEGER, owner TEXT, path TEXT, source TEXT
WITH
  -- one row a container that grew, of the first that are shown
  grown AS MATERIALIZED (
    SELECT
      oid,
      type,
      site,
      length_from,
      length_to,
      length_to - length_from AS growth,
      size_to - size_from AS bytes_growth
    FROM growing(:from, :to)
    WHERE (length_to - length_from >= :least OR size_to - size_from >= :least * 64)
      AND type GLOB :type
    ORDER BY max(growth * 8, bytes_growth) DESC, growth DESC, oid
    LIMIT :top
  )
SELECT
  oid,
  type,
  length_from AS references_from,
  length_to AS references_to,
  growth,
  bytes_growth,
  (
    SELECT holder_name(p.holder)
    FROM path(grown.oid, :to) AS p
    ORDER BY p.step DESC
    LIMIT 1
  ) AS owner,
  (SELECT l.path FROM path_line(grown.oid, :to) AS l) AS path,
  source(site) AS source
FROM grown
ORDER BY max(growth * 8, bytes_growth) DESC, growth DESC, oid
