-- name: branch_round_add!
INSERT INTO branch_rounds (quarter, branch_id, visited_id) VALUES (:quarter, :branch_id, :visited_id) ON CONFLICT DO NOTHING;

-- name: branch_rounds_of
SELECT branch_id, visited_id FROM branch_rounds WHERE quarter = :quarter ORDER BY branch_id;

-- name: branch_secretaries
SELECT id, branch_id FROM people
WHERE ' ' || roles || ' ' LIKE '% secretary %' AND left_at IS NULL AND branch_id IS NOT NULL ORDER BY id;

-- name: branches_visited
SELECT DISTINCT visited_id FROM activities
WHERE kind = 'branch_visit' AND state = 'closed' AND visited_id IS NOT NULL AND begins_at >= :since;

-- name: joint_totals_add!
INSERT INTO joint_totals (activity_id, advised, fixed, limited, passed, requests)
VALUES (:activity_id, :advised, :fixed, :limited, :passed, :requests);

-- name: joint_totals_of
SELECT advised, fixed, limited, passed, requests FROM joint_totals WHERE activity_id = :activity_id;

-- name: activity_counts
SELECT kind, form, count(*) AS many, coalesce(sum(people), 0) AS people FROM activities
WHERE state = 'closed' AND begins_at >= :since AND begins_at < :before GROUP BY kind, form ORDER BY kind, form;

-- name: activity_opening_set!
INSERT INTO activity_openings (kind, activities, attendances, minutes, entered_by, entered_at)
VALUES (:kind, :activities, :attendances, :minutes, :entered_by, :entered_at)
ON CONFLICT (kind) DO UPDATE SET activities = excluded.activities, attendances = excluded.attendances, minutes = excluded.minutes,
  entered_by = excluded.entered_by, entered_at = excluded.entered_at;

-- name: activity_opening
SELECT activities, attendances, minutes FROM activity_openings WHERE kind = :kind;
