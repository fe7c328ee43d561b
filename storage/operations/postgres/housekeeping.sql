-- PostgreSQL gives back by itself what lies empty.

-- name: free_pages$
SELECT 0 AS pages;

-- name: give_back_page!
SELECT 0 AS pages;
