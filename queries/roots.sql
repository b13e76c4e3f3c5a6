-- roots: what each root keeps alive
--
-- The named roots (globals of modules, interned objects, the runtime itself) and what is in
-- flight (evaluation stack, C locals): how many references each holds, and how many objects
-- and bytes would go if it went.
--
-- :at  snapshot  at this snapshot, its number or label (default: the last)
-- returns: root INTEGER, name TEXT, held INTEGER, retained_objects INTEGER, retained INTEGER
SELECT
  oid AS root,
  holder_name(oid) AS name,
  referents AS held,
  retained_objects,
  retained
FROM node(:at)
WHERE oid <= 0
  AND referents > 0
ORDER BY retained DESC, root DESC
