-- Whether a call for help was answered within the promise is judged by its first answer, also after “not solved”.
ALTER TABLE help_requests ADD COLUMN first_due_at INTEGER;
ALTER TABLE help_requests ADD COLUMN first_answered_at INTEGER;
