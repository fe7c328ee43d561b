-- columns service_cards: code, site_id, label, made_at, printed_at, retired_at

-- name: card_one
SELECT {{service_cards}} FROM service_cards WHERE code = :code;

-- name: cards_of_site
SELECT {{service_cards}} FROM service_cards WHERE site_id = :site_id ORDER BY retired_at IS NOT NULL, label, code;

-- name: card_opened!
INSERT INTO card_days (code, day, opens) VALUES (:code, :day, 1)
ON CONFLICT (code, day) DO UPDATE SET opens = card_days.opens + 1;
