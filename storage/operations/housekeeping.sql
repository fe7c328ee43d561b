-- name: free_pages$
PRAGMA freelist_count;

-- name: give_back_page!
PRAGMA incremental_vacuum(1);
