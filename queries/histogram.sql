-- histogram: what is alive in a snapshot, by type
--
-- Objects and bytes of each type, its share of all bytes in percent, and how many references
-- an object of it has on average. The largest first.
--
-- :at    snapshot  the snapshot, its number or label (default: the last)
-- :type  glob      only types whose name matches (default: *)
-- returns: type TEXT, objects INTEGER, bytes INTEGER, share REAL, average_size REAL,
--          average_count REAL
SELECT
  t.name AS type,
  sum(s.objects) AS objects,
  sum(s.bytes) AS bytes,
  round(100.0 * sum(s.bytes) / nullif((SELECT bytes FROM snapshot WHERE id = :at), 0), 1) AS share,
  round(1.0 * sum(s.bytes) / sum(s.objects), 1) AS average_size,
  round(1.0 * sum(s.count) / sum(s.objects), 2) AS average_count
FROM snapshot_type AS s
JOIN type AS t ON t.id = s.type_id
WHERE s.snapshot_id = :at
  AND t.name GLOB :type
GROUP BY t.name
ORDER BY bytes DESC, objects DESC, type
