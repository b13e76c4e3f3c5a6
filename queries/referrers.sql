-- referrers: who holds an object, under which name, and which line stored it there
--
-- One row a reference to :object that is open at snapshot :at: the holder (an object, a named
-- root such as the globals of a module, or 0 for a reference in flight), the label of the edge
-- (attribute, key, index, local variable), and the source line that stored the reference. With a
-- :depth above 1, also who holds the holders: `via` is the object that such a row refers to, and
-- each holder is followed once.
--
-- :object  object    the object's number
-- :at      snapshot  at this snapshot, its number or label (default: the last)
-- :depth   integer   how many steps away from the object (default: 1)
-- returns: depth INTEGER, holder INTEGER, name TEXT, label TEXT, via INTEGER, source TEXT,
--          opened_seq INTEGER
SELECT
  depth,
  holder,
  holder_name(holder) AS name,
  label,
  oid AS via,
  source(site) AS source,
  opened_seq
FROM referrer_tree(:object, :at, :depth)
ORDER BY depth, opened_seq, holder, label
