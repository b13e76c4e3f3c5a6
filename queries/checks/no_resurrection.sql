-- no_resurrection: no finalizer brought its object back
--
-- One row an object that came back from the dead.
--
-- :type  glob  only types whose name matches (default: *)
-- returns: oid INTEGER, type TEXT, seq INTEGER, source TEXT
SELECT
  oid,
  type,
  seq,
  source
FROM resurrected(:type)
ORDER BY seq
