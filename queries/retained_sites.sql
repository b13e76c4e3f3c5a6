-- retained_sites: the lines whose objects keep the most memory alive
--
-- What would go if all objects born at a site went: the retained sizes of those that no other
-- object of the site dominates, added up. A line that is called from several places is the sum
-- of its sites.
--
-- :at    snapshot  at this snapshot, its number or label (default: the last)
-- :type  glob      only objects of types whose name matches (default: *)
-- returns: source TEXT, objects INTEGER, bytes INTEGER, retained_objects INTEGER,
--          retained INTEGER, share REAL
WITH
  -- one row a site
  sites AS (
    SELECT
      site,
      count(*) AS objects,
      sum(size) AS bytes,
      sum(retained_objects) FILTER (WHERE outermost_of_site) AS retained_objects,
      sum(retained) FILTER (WHERE outermost_of_site) AS retained
    FROM node(:at)
    WHERE oid > 0
      AND reachable
      AND type GLOB :type
    GROUP BY site
  )
SELECT
  source(site) AS source,
  sum(objects) AS objects,
  sum(bytes) AS bytes,
  sum(retained_objects) AS retained_objects,
  sum(retained) AS retained,
  round(100.0 * sum(retained) / (SELECT bytes FROM snapshot WHERE id = :at), 1) AS share
FROM sites
GROUP BY source(site)
ORDER BY retained DESC, source
