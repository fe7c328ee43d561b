-- PostgreSQL counts the pages whose checksum was wrong when it read them, where checksums are on.

-- name: damaged_pages$
SELECT coalesce(sum(checksum_failures), 0)::bigint AS pages FROM pg_stat_database WHERE datname = current_database();
