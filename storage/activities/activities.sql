-- columns activities: id, kind, title, place, site_id, branch_id, host_id, begins_at, ends_at, places, state, changes, made_at,
--   ended_at, poster_asked_at, visited_id, form, people

-- name: activity_add
INSERT INTO activities (kind, title, place, site_id, branch_id, host_id, begins_at, ends_at, places, state, changes, made_at, ended_at,
  poster_asked_at, visited_id, form, people)
VALUES (:kind, :title, :place, :site_id, :branch_id, :host_id, :begins_at, :ends_at, :places, :state, :changes, :made_at, :ended_at,
  :poster_asked_at, :visited_id, :form, :people)
RETURNING id;

-- name: activity_one
SELECT {{activities}} FROM activities WHERE id = :id;

-- name: activity_save!
UPDATE activities SET {{set activities but id}} WHERE id = :id;

-- name: activities_coming
SELECT {{activities}} FROM activities WHERE kind = :kind AND state = 'planned' AND ends_at > :now ORDER BY begins_at, id;

-- name: activities_hosted
SELECT {{activities}} FROM activities WHERE host_id = :host_id AND state IN ('planned', 'over') ORDER BY begins_at, id;

-- name: activity_give!
UPDATE activities SET host_id = :host_id WHERE id = :id;

-- name: activities_in_state
SELECT {{activities}} FROM activities WHERE state = :state ORDER BY begins_at, id;

-- name: activity_poster_asked
SELECT {{activities}} FROM activities WHERE poster_asked_at = :at ORDER BY id;

-- name: activities_at_site
SELECT {{activities}} FROM activities WHERE site_id = :site_id AND state = 'planned' AND ends_at > :now ORDER BY begins_at, id;

-- name: activity_news_on!
INSERT INTO activity_news (person_id) VALUES (:person_id) ON CONFLICT DO NOTHING;

-- name: activity_news_off!
DELETE FROM activity_news WHERE person_id = :person_id;

-- name: activity_news_all
SELECT person_id FROM activity_news ORDER BY person_id;

-- name: erase_activity_news!
DELETE FROM activity_news WHERE person_id = :person_id;

-- name: export_activities
-- Of who came only how many, and for how long together.
SELECT a.id, a.kind, a.title, a.place, s.name AS site, b.name AS branch, h.name AS host, a.begins_at, a.ends_at, a.places, a.state,
  a.changes, a.made_at, a.ended_at, v.name AS visited, a.form, a.people, j.advised, j.fixed, j.limited, j.passed, j.requests,
  (SELECT count(*) FROM activity_parts p WHERE p.activity_id = a.id AND p.state = 'came') AS came,
  (SELECT coalesce(sum(p.minutes), 0) FROM activity_parts p WHERE p.activity_id = a.id AND p.state = 'came') AS person_minutes
FROM activities a JOIN people h ON h.id = a.host_id LEFT JOIN sites s ON s.id = a.site_id LEFT JOIN branches b ON b.id = a.branch_id
LEFT JOIN branches v ON v.id = a.visited_id LEFT JOIN joint_totals j ON j.activity_id = a.id
ORDER BY a.id;
