-- survivors: objects born between two snapshots and alive at a third
--
-- The three-snapshot technique: what a piece of work made, between :from and :to, and what is
-- still there at :at, when it should be gone. One row an object, the largest first; age is the
-- number of events between its birth and :at, source the line that made it. With one snapshot only,
-- :from is the start of the run.
--
-- :from  snapshot  born after this snapshot, its number or label (default: the first)
-- :to    snapshot  born before this one (default: the last)
-- :at    snapshot  and alive at this one (default: the last)
-- :type  glob      only types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, size INTEGER, count INTEGER, age INTEGER, source TEXT
SELECT
  o.oid AS oid,
  o.type AS type,
  o.size AS size,
  o.count AS count,
  third.seq - o.born_seq AS age,
  source(o.site) AS source
FROM snapshot AS first
JOIN snapshot AS second ON second.id = :to
JOIN snapshot AS third ON third.id = :at
JOIN snapshot_object(:at) AS o ON o.oid <= second.last_oid
  AND o.oid > iif((SELECT count(*) FROM snapshot) > 1, first.last_oid, 0)
WHERE first.id = :from
  AND o.type GLOB :type
ORDER BY size DESC, oid
