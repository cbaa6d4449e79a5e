"""What both engines are asked of set digests: https://trino.io/docs/435/functions/setdigest.html. Of more than 8,191 values what is counted is
an estimate, which is ours; what is told of likeness is Trino's there too."""

MANY = "unnest(sequence(1, 10)) t(x), unnest(sequence(1, 5000)) u(y)"
TWO = "select make_set_digest(x) a, make_set_digest(y) b from (values (1, 2), (2, 3), (3, 4), (3, 9), (null, 10)) t(x, y)"
PARTS = "select make_set_digest(x) d from (values 1, 2, 3) t(x) union all select make_set_digest(x) from (values 3, 4, 5) t(x) union all select null"

QUERIES = [
    "select cardinality(make_set_digest(x)), hash_counts(make_set_digest(x)) from (values 1, 2, 3, 3, null) t(x)",
    *(f"select hash_counts(make_set_digest(x)) from (values {values}) t(x)" for values in (
        "'a', 'b', null, 'a'", "'', 'abcdefghijklmnop', 'abcdefghijklmnopqrstuvwxyz01234567890'", "x'61', x''", "date '2024-01-01', date '1969-12-31'",
        "tinyint '1'", "-1, 9223372036854775807", "cast('a' as char(3))", "json '1', json '{\"a\": 1}'", "cast(null as bigint)", "1.5e0", "true", "array[1]", "null",
        "cast(1.5 as decimal(30,2))")),
    "select hash_counts(make_set_digest(k)), hash_counts(make_set_digest(b)) from texts",
    "select b, hash_counts(make_set_digest(k)) from texts group by b",
    "select make_set_digest(k) is null, cardinality(make_set_digest(k)) from texts where id > 100",
    "select hash_counts(make_set_digest(distinct x)), hash_counts(make_set_digest(x) filter (where x > 1)) from (values 1, 2, 2) t(x)",
    "select hash_counts(make_set_digest(1)) from " + MANY,
    "select id, hash_counts(make_set_digest(k) over (order by id)) from lists",
    f"select cardinality(merge_set_digest(d)), hash_counts(merge_set_digest(d)) from ({PARTS})",
    f"select intersection_cardinality(a, b), intersection_cardinality(b, a), jaccard_index(a, b), jaccard_index(b, a), jaccard_index(a, a) from ({TWO})",
    f"select jaccard_index(make_set_digest(x * 10000 + y), make_set_digest(x * 10000 + y * 2)) from {MANY}",
    f"select cardinality(hash_counts(make_set_digest(x * 10000 + y))) from {MANY}",
    "select cardinality(make_set_digest(x)) from unnest(sequence(1, 8191)) t(x)",
    f"select abs(cardinality(make_set_digest(x * 10000 + y)) - 50000) < 5000 from {MANY}",
    f"select abs(intersection_cardinality(make_set_digest(x * 10000 + y), make_set_digest(x * 10000 + y * 2)) - 25000) < 4000 from {MANY}",
    "select typeof(make_set_digest(1)), typeof(hash_counts(make_set_digest(1))), cast(null as setdigest) is null",
    "select make_set_digest(1) = make_set_digest(1)",
    "select 1 from (select make_set_digest(1) s) group by s",
    "select max(d) from (select make_set_digest(1) as d)",
    "select cardinality(make_set_digest(1), 1)",
    "select make_set_digest()",
]
