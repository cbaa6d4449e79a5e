"""The order that a query promises: the keys' of the ORDER BY that ends it, with ties in any order."""

import re

# What tells depth from depth, and the clauses that are looked for where there is none.
PARTS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[()]|\border\s+by\b|\blimit\b|\boffset\b|\bfetch\b", re.IGNORECASE)


def in_total_order(sql: str, columns: int) -> str | None:
    """The same query without ties: all its columns are keys behind its own. None: it has no order, or says itself what becomes of ties."""
    depth, ordered, end = 0, False, len(sql)
    for part in PARTS.finditer(sql):
        word = part.group().lower()
        depth += (word == "(") - (word == ")")
        if depth == 0 and word.startswith("order"):
            ordered, end = True, len(sql)
        elif depth == 0 and ordered and end == len(sql) and word in ("limit", "offset", "fetch"):
            end = part.start()
    if not ordered or sql[end:].rstrip().lower().endswith("with ties"):
        return None
    return f"{sql[:end].rstrip()}, {', '.join(str(i + 1) for i in range(columns))} {sql[end:]}".rstrip()
