-- growth: which types grew between two snapshots
--
-- Objects and bytes of each type alive at snapshot :from and at :to, and the difference, the
-- largest growth first. A type that grows at every snapshot and never shrinks is the first
-- suspect. A trace with one snapshot only is compared with the start of the run, when there was
-- nothing.
--
-- :from  snapshot  the earlier snapshot, its number or label (default: the first)
-- :to    snapshot  the later one (default: the last)
-- :type  glob      only types whose name matches (default: *)
-- returns: type TEXT, objects_from INTEGER, objects_to INTEGER, growth INTEGER,
--          bytes_growth INTEGER
WITH
  -- one row: the earlier snapshot; NULL, where there is only one, for the start of the run
  earlier AS (
    SELECT iif((SELECT count(*) FROM snapshot) > 1, :from, NULL) AS id
  ),
  -- one row a type that is alive in one of the two
  sides AS (
    SELECT
      t.name AS type,
      sum(s.objects) FILTER (WHERE s.snapshot_id = e.id) AS objects_from,
      sum(s.objects) FILTER (WHERE s.snapshot_id = :to) AS objects_to,
      sum(s.bytes) FILTER (WHERE s.snapshot_id = e.id) AS bytes_from,
      sum(s.bytes) FILTER (WHERE s.snapshot_id = :to) AS bytes_to
    FROM snapshot_type AS s
    JOIN type AS t ON t.id = s.type_id
    CROSS JOIN earlier AS e
    WHERE s.snapshot_id IN (:from, :to)
      AND t.name GLOB :type
    GROUP BY t.name
  )
SELECT
  type,
  coalesce(objects_from, 0) AS objects_from,
  coalesce(objects_to, 0) AS objects_to,
  coalesce(objects_to, 0) - coalesce(objects_from, 0) AS growth,
  coalesce(bytes_to, 0) - coalesce(bytes_from, 0) AS bytes_growth
FROM sides
ORDER BY growth DESC, bytes_growth DESC, type
