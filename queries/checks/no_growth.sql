-- no_growth: no type has more objects at the later snapshot
--
-- One row a type that grew between :from and :to by more than :allow objects.
--
-- :from   snapshot  the earlier snapshot, its number or label (default: the first)
-- :to     snapshot  the later one (default: the last)
-- :allow  integer   so many more are fine (default: 0)
-- :type   glob      only types whose name matches (default: *)
-- returns: type TEXT, objects_from INTEGER, objects_to INTEGER, growth INTEGER,
--          bytes_growth INTEGER
SELECT
  type,
  objects_from,
  objects_to,
  growth,
  bytes_growth
FROM growth(:from, :to, :type)
WHERE growth > :allow
  AND :from <> :to
ORDER BY growth DESC, type
