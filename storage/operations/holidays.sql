-- name: holidays_all
SELECT year, notice FROM holidays ORDER BY year;

-- name: holidays_enter!
INSERT INTO holidays (year, notice, before, entered_at) VALUES (:year, :notice, '', :at)
ON CONFLICT (year) DO UPDATE SET before = holidays.notice, notice = excluded.notice, entered_at = excluded.entered_at;

-- name: holidays_restore!
UPDATE holidays SET notice = before, before = '' WHERE year = :year AND before <> '';

-- name: holidays_drop!
DELETE FROM holidays WHERE year = :year AND before = '';
