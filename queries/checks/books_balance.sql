-- books_balance: the books of the trace balance
--
-- One row an invariant of the ledger that fails, with its first failure. As `heapledger
-- verify`.
--
-- returns: invariant INTEGER, title TEXT, failures INTEGER, word TEXT, seq INTEGER, oid INTEGER,
--          type TEXT, holder_name TEXT, source TEXT, message TEXT
SELECT
  invariant,
  title,
  failures,
  word,
  seq,
  oid,
  type,
  holder_name,
  source,
  message
FROM book
WHERE failures > 0
ORDER BY invariant
