-- survivors_sites: where the survivors were made
--
-- The objects that were born between :from and :to and are alive at :at, as `survivors` lists
-- them one by one, summed by type and by the line that made them.
--
-- :from  snapshot  born after this snapshot, its number or label (default: the first)
-- :to    snapshot  born before this one (default: the last)
-- :at    snapshot  and alive at this one (default: the last)
-- :type  glob      only types whose name matches (default: *)
-- returns: type TEXT, objects INTEGER, bytes INTEGER, youngest_age INTEGER, oldest_age INTEGER,
--          source TEXT
WITH
  -- one row a site and type of the survivors, by numbers: names are for the few rows that are left
  sites AS (
    SELECT
      o.type_id AS type_id,
      o.site AS site,
      count(*) AS objects,
      sum(o.size) AS bytes,
      third.seq - max(o.born_seq) AS youngest_age,
      third.seq - min(o.born_seq) AS oldest_age
    FROM snapshot AS first
    JOIN snapshot AS second ON second.id = :to
    JOIN snapshot AS third ON third.id = :at
    JOIN snapshot_object(:at) AS o ON o.oid <= second.last_oid
      AND o.oid > iif((SELECT count(*) FROM snapshot) > 1, first.last_oid, 0)
    WHERE first.id = :from
    GROUP BY o.type_id, o.site
  )
SELECT
  t.name AS type,
  sum(objects) AS objects,
  sum(bytes) AS bytes,
  min(youngest_age) AS youngest_age,
  max(oldest_age) AS oldest_age,
  source(site) AS source
FROM sites
JOIN type AS t ON t.id = sites.type_id
WHERE t.name GLOB :type
GROUP BY t.name, source(site)
ORDER BY objects DESC, bytes DESC, type, source
