"""A group of expressions that are asked in one query."""


class Group:
    def __init__(self, name: str, table: str | None, expressions: list[str]):
        self.name, self.table, self.expressions = name, table, expressions

    def query(self, expressions: list[str]) -> str:
        source = f"from {self.table}" if self.table else "from (values 1) one(id)"
        return f"select id, {', '.join(expressions)} {source}"
