#pragma once

#include <string>

#include "sql/ast.h"
#include "sql/scope.h"

namespace sql {

// The name that Spark gives a column of its own: count(1), (a + 1), CAST(a AS STRING).
std::string spark_label(const Expression& expression, const Scope& scope,
                        const std::vector<NamedWindow>& windows = {});

// The same with the tables of columns, as some messages show it: sum(t.a).
std::string spark_qualified_label(const Expression& expression, const Scope& scope);

// Of a call alone, without the rows that it ranges over.
std::string spark_call_label(const Call& call, const Scope& scope);

// A type as Spark's messages and such names show it: DECIMAL(10,2), ARRAY<INT>.
std::string spark_type_label(const TypeName& type);

}  // namespace sql
