"""One DuckDB query for E and B of every shop from raw rows. FOLDER SHOPS; it runs in the peers' environment."""

import json
import resource
import sys
from statistics import median
from time import perf_counter

import duckdb

LIVED = 2_000
QUERY = """
WITH weights (duty, w) AS (VALUES ('hygiene', 30.0), ('order', 30.0), ('green', 10.0), ('facility', 15.0), ('facade', 15.0)),
kinds AS (
  SELECT facts, sum(w * coalesce(json_extract(facts, '$.' || duty)::DOUBLE, 1.0)) AS q
  FROM (SELECT DISTINCT facts FROM observations), weights GROUP BY facts),
looks AS (
  SELECT shop_id, (CASE source WHEN 'spot' THEN 2.0 WHEN 'cross' THEN 1.5 ELSE 1.0 END)
      * pow(0.5, (DATE '2026-11-29' - day::DATE) / 21.0) AS a, q
  FROM observations JOIN kinds USING (facts) WHERE standing = 1 AND day BETWEEN '2026-09-06' AND '2026-11-29'),
outside AS (SELECT shop_id, sum(a) AS a, sum(a * q) AS aq FROM looks GROUP BY shop_id),
grids AS (SELECT shop_id // 100 AS grid, greatest(84, least(90, sum(aq) / sum(a))) AS mu FROM outside GROUP BY grid),
own AS (
  SELECT shop_id, sum(0.1 * pow(0.5, (DATE '2026-11-29' - day::DATE) / 21.0)) AS w FROM self_checks
  WHERE standing = 1 AND problems = '' AND day BETWEEN '2026-09-06' AND '2026-11-29' GROUP BY shop_id)
SELECT shop_id, (3 * mu + aq) / (3 + a) AS e,
  (3 * mu + aq + least(coalesce(w, 0), (3 + a) / 3) * 90) / (3 + a + least(coalesce(w, 0), (3 + a) / 3)) AS b
FROM outside JOIN grids ON grid = shop_id // 100 LEFT JOIN own USING (shop_id)
"""


def main(folder: str, shops: int) -> None:
    db = duckdb.connect(f"{folder}/raw.duckdb")
    copies = -(-shops // LIVED)
    for table in ("observations", "self_checks"):
        made = db.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [table]).fetchone()
        if not made or not made[0]:
            db.execute(
                f"CREATE TABLE {table} AS SELECT t.* REPLACE (shop_id + {LIVED} * n AS shop_id) "
                f"FROM range({copies}) r (n), read_csv('{folder}/{table}.csv', types = {{'day': 'VARCHAR'}}) t "
                f"WHERE shop_id + {LIVED} * n < {shops}"
            )
            db.execute("CHECKPOINT")
    seconds = []
    for _ in range(3):
        began = perf_counter()
        db.execute(f"CREATE OR REPLACE TEMP TABLE found AS {QUERY}")
        seconds.append(perf_counter() - began)
    many, e = db.execute("SELECT count(*), avg(e) FROM found").fetchone() or (0, 0.0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"query": median(seconds), "memory": memory, "shops": many, "e": e}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
