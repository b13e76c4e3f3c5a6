-- weakrefs: every weak reference, whether it is alive, and whether its callback ran
--
-- One row a weak reference: its object (`target`), when it was made and cleared, when its
-- callback ran. A reference whose target is alive has no `cleared_seq`; one that died first
-- has `died_seq`.
--
-- :type  glob  only targets of types whose name matches (default: *)
-- returns: weakref INTEGER, target INTEGER, type TEXT, state TEXT, made_seq INTEGER,
--          cleared_seq INTEGER, called_seq INTEGER, died_seq INTEGER, source TEXT
WITH
  -- one row a weak reference
  weak AS (
    SELECT
      oid,
      min(target) AS target,
      min(seq) FILTER (WHERE kind = 'weak_new') AS made_seq,
      min(seq) FILTER (WHERE kind = 'weak_clear') AS cleared_seq,
      min(seq) FILTER (WHERE kind = 'weak_call') AS called_seq,
      min(site) FILTER (WHERE kind = 'weak_new') AS site
    FROM event
    WHERE kind IN ('weak_new', 'weak_clear', 'weak_call')
    GROUP BY oid
  ),
  -- one row an object that died
  dead AS MATERIALIZED (
    SELECT oid, died_seq
    FROM object
    WHERE died_seq IS NOT NULL
  )
SELECT
  w.oid AS weakref,
  w.target AS target,
  object_type(w.target) AS type,
  CASE
    WHEN w.cleared_seq IS NOT NULL THEN 'cleared'
    WHEN d.died_seq IS NOT NULL THEN 'gone'
    ELSE 'alive'
  END AS state,
  w.made_seq AS made_seq,
  w.cleared_seq AS cleared_seq,
  w.called_seq AS called_seq,
  d.died_seq AS died_seq,
  source(w.site) AS source
FROM weak AS w
LEFT JOIN dead AS d ON d.oid = w.oid
WHERE coalesce(object_type(w.target), '') GLOB :type
ORDER BY made_seq, weakref
