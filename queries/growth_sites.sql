-- growth_sites: at which lines the growth between two snapshots was allocated
--
-- As `growth`, by the line where the objects were born, and their type: what is alive at :to
-- and was not at :from. The largest growth first. With one snapshot only, all that is alive there.
--
-- :from  snapshot  the earlier snapshot, its number or label (default: the first)
-- :to    snapshot  the later one (default: the last)
-- :type  glob      only types whose name matches (default: *)
-- :site  glob      only lines whose text (file:line in function) matches (default: *)
-- returns: source TEXT, type TEXT, objects_from INTEGER, objects_to INTEGER, growth INTEGER,
--          bytes_growth INTEGER
WITH
  -- one row: the earlier snapshot; NULL, where there is only one, for the start of the run
  earlier AS (
    SELECT iif((SELECT count(*) FROM snapshot) > 1, :from, NULL) AS id
  ),
  -- one row a site and type that is alive in one of the two
  sides AS (
    SELECT
      source(s.site_id) AS source,
      t.name AS type,
      sum(s.objects) FILTER (WHERE s.snapshot_id = e.id) AS objects_from,
      sum(s.objects) FILTER (WHERE s.snapshot_id = :to) AS objects_to,
      sum(s.bytes) FILTER (WHERE s.snapshot_id = e.id) AS bytes_from,
      sum(s.bytes) FILTER (WHERE s.snapshot_id = :to) AS bytes_to
    FROM snapshot_site AS s
    JOIN type AS t ON t.id = s.type_id
    CROSS JOIN earlier AS e
    WHERE s.snapshot_id IN (:from, :to)
      AND t.name GLOB :type
    GROUP BY source(s.site_id), t.name
  )
SELECT
  source,
  type,
  coalesce(objects_from, 0) AS objects_from,
  coalesce(objects_to, 0) AS objects_to,
  coalesce(objects_to, 0) - coalesce(objects_from, 0) AS growth,
  coalesce(bytes_to, 0) - coalesce(bytes_from, 0) AS bytes_growth
FROM sides
WHERE coalesce(source, '') GLOB :site
ORDER BY growth DESC, bytes_growth DESC, source, type
