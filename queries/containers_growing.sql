-- containers_growing: containers and buffers that only ever grew
--
-- Objects that hold more references at :to than at :from, or are larger, and at no snapshot between
-- hold fewer, or are smaller, than at the one before: the unbounded cache, by name, the buffer that
-- nobody empties. What grew in the first half of its time only is none: the names of a module that
-- was imported, a table that was filled once. `owner` is the object that holds it, `path` says how it
-- is reached from a root. The largest growth first, a reference counting as eight bytes. Without :to
-- it is the last snapshot, or where the program took several the last of these: what main() held is
-- gone at the exit.
--
-- :from   snapshot  the first snapshot to look at (default: the first)
-- :to     snapshot  the last one (default: none)
-- :least  integer   only those that grew by so many references, or so many times 64 bytes
--                   (default: 10)
-- :top    integer   so many rows (default: 20)
-- :type   glob      only containers of types whose name matches (default: *)
-- empty: no container grew so much and never shrank between two snapshots (heapledger run
--        --snapshot-every 100k takes some)
-- returns: oid INTEGER, type TEXT, references_from INTEGER, references_to INTEGER,
--          growth INTEGER, bytes_growth INTEGER, owner TEXT, path TEXT, source TEXT
WITH
  -- one row: the last snapshot
  last AS MATERIALIZED (
    SELECT
      coalesce(:to, CASE WHEN count(*) FILTER (WHERE label <> 'exit') > 1
        THEN max(id) FILTER (WHERE label <> 'exit') END, max(id)) AS id
    FROM snapshot
    WHERE id >= :from
      AND id <= coalesce((SELECT min(id) FROM snapshot WHERE label = 'exit'), id) -- then teardown
       OR id = :to
  ),
  -- one row a container that grew, of the first that are shown
  grown AS MATERIALIZED (
    SELECT
      g.oid AS oid,
      g.type AS type,
      g.site AS site,
      g.length_from AS length_from,
      g.length_to AS length_to,
      g.length_to - g.length_from AS growth,
      g.size_to - g.size_from AS bytes_growth,
      l.id AS last_id
    FROM last AS l
    CROSS JOIN growing(:from, l.id) AS g
    WHERE g.grown_seq * 2 > g.first_seq + (SELECT seq FROM snapshot WHERE id = l.id)
      AND (length_to - length_from >= :least OR size_to - size_from >= :least * 64)
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
    FROM path(grown.oid, grown.last_id) AS p
    ORDER BY p.step DESC
    LIMIT 1
  ) AS owner,
  (SELECT l.path FROM path_line(grown.oid, grown.last_id) AS l) AS path,
  source(site) AS source
FROM grown
ORDER BY max(growth * 8, bytes_growth) DESC, growth DESC, oid
