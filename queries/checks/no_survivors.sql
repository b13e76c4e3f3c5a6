-- no_survivors: nothing of some types that was born between two snapshots is alive at a third
--
-- One row a type and line with survivors. Without a :type the check holds: name what must be
-- gone.
--
-- :type  glob      types whose name matches (default: none)
-- :from  snapshot  born after this snapshot, its number or label (default: the first)
-- :to    snapshot  born before this one (default: the last)
-- :at    snapshot  and alive at this one (default: the last)
-- returns: type TEXT, objects INTEGER, bytes INTEGER, source TEXT
SELECT
  type,
  objects,
  bytes,
  source
FROM survivors_sites(:from, :to, :at, :type)
WHERE :type IS NOT NULL
ORDER BY objects DESC, type, source
