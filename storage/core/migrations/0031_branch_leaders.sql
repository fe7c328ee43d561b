-- 党组成员 linked with a branch, and the line by which it is known (一支部一品牌). A table of its own: people name their branch already.
CREATE TABLE branch_leaders (
  branch_id INTEGER PRIMARY KEY REFERENCES branches (id),
  leader_id INTEGER NOT NULL REFERENCES people (id)
) STRICT;
ALTER TABLE branches ADD COLUMN brand TEXT NOT NULL DEFAULT '';
