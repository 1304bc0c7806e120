-- The sums of each role, of `records`.
CREATE TEMP VIEW roles AS
SELECT
    "role",
    count(*) AS records,
    sum(reported_total_seconds)::BIGINT AS reported_total_seconds,
    sum(interval_sum_seconds)::BIGINT AS interval_sum_seconds,
    count(*) FILTER (sum_check = 'differs') AS mismatches
FROM records
GROUP BY "role";
