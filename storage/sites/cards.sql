-- columns service_cards: code, site_id, label, made_at, printed_at, retired_at

-- name: card_one
SELECT {{service_cards}} FROM service_cards WHERE code = :code;

-- name: cards_of_site
SELECT {{service_cards}} FROM service_cards WHERE site_id = :site_id ORDER BY retired_at IS NOT NULL, label, code;

-- name: card_opened!
INSERT INTO card_days (code, day, opens) VALUES (:code, :day, 1)
ON CONFLICT (code, day) DO UPDATE SET opens = card_days.opens + 1;

-- name: card_add!
INSERT INTO service_cards (code, site_id, label, made_at) VALUES (:code, :site_id, :label, :made_at);

-- name: card_retire!
UPDATE service_cards SET retired_at = :at WHERE code = :code AND retired_at IS NULL;

-- name: card_hang_again!
UPDATE service_cards SET retired_at = NULL WHERE code = :code;

-- name: card_drop!
DELETE FROM service_cards WHERE code = :code;

-- name: card_printed!
UPDATE service_cards SET printed_at = :at WHERE code = :code;

-- name: cards_unopened
-- Cards that hang for so long and that nobody has opened since.
SELECT {{service_cards c}} FROM service_cards c
WHERE c.retired_at IS NULL AND c.made_at < :before
  AND NOT EXISTS (SELECT 1 FROM card_days d WHERE d.code = c.code AND d.day >= :since)
ORDER BY c.site_id, c.label, c.code;
