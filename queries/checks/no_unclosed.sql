-- no_unclosed: no reference in flight is left at the end
--
-- One row a line that opened references which nobody holds and nobody closed.
--
-- :type   glob     only objects of types whose name matches (default: *)
-- :allow  integer  so many at a line are fine (default: 0)
-- returns: source TEXT, type TEXT, open INTEGER, objects INTEGER, example INTEGER
SELECT
  source,
  type,
  open,
  objects,
  example
FROM unclosed(:type)
WHERE open > :allow
ORDER BY open DESC, source, type
