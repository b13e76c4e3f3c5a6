-- timeline: live objects and bytes over the run
--
-- The run is cut into :steps equal parts; each row says what was alive at the end of a part,
-- and the most that was alive at once during it.
--
-- :steps  integer  rows (default: 20)
-- returns: step INTEGER, seq INTEGER, time_ms REAL, objects INTEGER, bytes INTEGER,
--          peak_objects INTEGER, peak_bytes INTEGER
WITH
  -- one row a point of the recorded time line, with the part that it falls into
  points AS (
    SELECT
      t.seq AS seq,
      t.time_ns AS time_ns,
      t.objects AS objects,
      t.bytes AS bytes,
      t.peak_objects AS peak_objects,
      t.peak_bytes AS peak_bytes,
      1 + (t.seq - 1) * max(:steps, 1) / (SELECT max(seq) FROM heap_size) AS step
    FROM heap_size AS t
  ),
  -- one row a part: its last point, and the highest peaks in it
  parts AS (
    SELECT
      step,
      max(seq) AS seq,
      max(peak_objects) AS peak_objects,
      max(peak_bytes) AS peak_bytes
    FROM points
    GROUP BY step
  )
SELECT
  s.step AS step,
  s.seq AS seq,
  round(p.time_ns / 1e6, 3) AS time_ms,
  p.objects AS objects,
  p.bytes AS bytes,
  s.peak_objects AS peak_objects,
  s.peak_bytes AS peak_bytes
FROM parts AS s
JOIN points AS p ON p.seq = s.seq
ORDER BY step
