-- open_references: who has a reference to an object, and where each was opened
--
-- One row a reference to :object that is open after event :seq, those in flight (holder 0)
-- too. The age is the number of events since it was opened. Labels are known only in
-- snapshots: see referrers.
--
-- :object  object  the object's number
-- :seq     seq     after this event (default: the end)
-- returns: holder INTEGER, name TEXT, opened_seq INTEGER, age INTEGER, source TEXT
SELECT
  r.holder AS holder,
  holder_name(r.holder) AS name,
  r.opened_seq AS opened_seq,
  :seq - r.opened_seq AS age,
  source(r.site) AS source
FROM reference(NULL, :seq) AS r
WHERE r.oid = :object
ORDER BY opened_seq, holder
