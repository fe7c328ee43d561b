-- name: rating_reports
SELECT s.id AS shop_id, t.id AS tenure_id, t.since FROM shops s JOIN tenures t ON t.shop_id = s.id AND t.until IS NULL
WHERE s.grid_id = :grid_id AND s.left_at IS NULL;

-- name: rating_contested
SELECT a.subject_id FROM appeals a JOIN shops s ON s.id = a.shop_id
WHERE s.grid_id = :grid_id AND a.subject = 'observation' AND (a.state = 'granted' OR (a.state = 'open' AND a.at <= :through));

-- name: rating_vetoes
SELECT v.shop_id, v.since FROM vetoes v JOIN shops s ON s.id = v.shop_id
WHERE s.grid_id = :grid_id AND v.state = 'confirmed' AND v.confirmed_at <= :through;
