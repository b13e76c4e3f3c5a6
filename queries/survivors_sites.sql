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
SELECT
  type,
  count(*) AS objects,
  sum(size) AS bytes,
  min(age) AS youngest_age,
  max(age) AS oldest_age,
  source
FROM survivors(:from, :to, :at, :type)
GROUP BY type, source
ORDER BY objects DESC, bytes DESC, type, source
