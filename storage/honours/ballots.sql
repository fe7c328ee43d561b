-- columns ballots: id, kind, way, most, eligible, made_by, made_at, ends_at, state, issued, returned, valid, drawn_at, ended_at, branch_id

-- name: ballot_add
INSERT INTO ballots (kind, way, most, eligible, made_by, made_at, ends_at, state, branch_id)
VALUES (:kind, :way, :most, :eligible, :made_by, :made_at, :ends_at, :state, :branch_id) RETURNING id;

-- name: ballot_one
SELECT {{ballots}} FROM ballots WHERE id = :id;

-- name: ballot_save!
UPDATE ballots SET {{set ballots but id, kind, way, most, eligible, made_by, made_at, ends_at, branch_id}} WHERE id = :id AND state = :before;

-- name: ballots_in
SELECT {{ballots}} FROM ballots WHERE state = :state ORDER BY id;

-- name: ballot_teller_add!
INSERT INTO ballot_tellers (ballot_id, teller_id) VALUES (:ballot_id, :teller_id) ON CONFLICT DO NOTHING;

-- name: ballot_tellers_of
SELECT teller_id FROM ballot_tellers WHERE ballot_id = :ballot_id ORDER BY teller_id;

-- name: erase_tellers!
DELETE FROM ballot_tellers WHERE teller_id = :person_id;

-- name: teller_count_set!
INSERT INTO teller_counts (ballot_id, teller_id, figures) VALUES (:ballot_id, :teller_id, :figures)
ON CONFLICT (ballot_id, teller_id) DO UPDATE SET figures = excluded.figures;

-- name: teller_counts_of
SELECT teller_id, figures FROM teller_counts WHERE ballot_id = :ballot_id ORDER BY teller_id;

-- name: teller_counts_drop!
DELETE FROM teller_counts WHERE ballot_id = :ballot_id;

-- name: roll_add!
INSERT INTO ballot_roll (ballot_id, person_id, link) VALUES (:ballot_id, :person_id, :link);

-- name: roll_of_link
SELECT ballot_id, person_id, took FROM ballot_roll WHERE link = :link;

-- name: roll_take!
-- Every row is written anew, so that nothing tells which of them this was.
UPDATE ballot_roll SET took = CASE WHEN link = :link THEN 1 ELSE took END WHERE ballot_id = :ballot_id;

-- name: roll_took$
SELECT count(*) FROM ballot_roll WHERE ballot_id = :ballot_id AND took = 1;

-- name: roll_names
SELECT p.name, r.took FROM ballot_roll r JOIN people p ON p.id = r.person_id WHERE r.ballot_id = :ballot_id ORDER BY p.name, p.id;

-- name: sealed_add!
INSERT INTO ballot_sealed (secret, ballot_id) VALUES (:secret, :ballot_id);

-- name: sealed_any$
-- The keys are random: the first is as good as any.
SELECT secret FROM ballot_sealed WHERE ballot_id = :ballot_id ORDER BY secret LIMIT 1;

-- name: sealed_drop!
DELETE FROM ballot_sealed WHERE secret = :secret;

-- name: sealed_drop_all!
DELETE FROM ballot_sealed WHERE ballot_id = :ballot_id;

-- name: envelope_add!
INSERT INTO ballot_envelopes (digest, ballot_id) VALUES (:digest, :ballot_id);

-- name: envelope_open!
DELETE FROM ballot_envelopes WHERE digest = :digest AND ballot_id = :ballot_id;

-- name: envelopes_drop!
DELETE FROM ballot_envelopes WHERE ballot_id = :ballot_id;

-- name: paper_add!
INSERT INTO ballot_papers (key, ballot_id, marks) VALUES (:key, :ballot_id, :marks);

-- name: papers_of
SELECT marks FROM ballot_papers WHERE ballot_id = :ballot_id ORDER BY key;

-- name: papers_drop!
DELETE FROM ballot_papers WHERE ballot_id = :ballot_id;

-- name: person_ballots
SELECT b.kind, b.ends_at, r.took AS is_taken FROM ballot_roll r JOIN ballots b ON b.id = r.ballot_id
WHERE r.person_id = :person_id ORDER BY b.id;

-- name: export_ballots
SELECT b.id, b.kind, n.name AS branch, b.way, b.most, b.eligible, m.name AS made_by, b.made_at, b.ends_at, b.state, b.issued, b.returned, b.valid,
  b.ended_at
FROM ballots b JOIN people m ON m.id = b.made_by LEFT JOIN branches n ON n.id = b.branch_id ORDER BY b.id;
