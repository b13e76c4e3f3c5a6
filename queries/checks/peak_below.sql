-- peak_below: live bytes never reached a limit
--
-- One row, the peak, where it is at or above :bytes. Without a limit the check holds.
--
-- :bytes  size  the limit: 300k, 64M (default: none)
-- returns: peak_bytes INTEGER, bytes INTEGER, peak_seq INTEGER, peak_objects INTEGER
SELECT
  peak_bytes,
  :bytes AS bytes,
  peak_seq,
  peak_objects
FROM run
WHERE peak_bytes >= :bytes
