#pragma once

#include "sql/typed.h"

namespace sql {

// Constants with the types that Trino gives them: 1 integer, 3000000000 bigint, 1.50 decimal(3,2), 1e0
// double, 'abc' varchar(3). Refuses what is out of range or is no date (INVALID_LITERAL).
base::Result<Typed> number_literal(const NumberLiteral& literal, bool negative, Position position);
base::Result<Typed> typed_literal(const TypedLiteral& literal, Position position);
Typed string_literal(const std::string& value);

// Days and microseconds since the epoch; nothing: no such day or time. `yyyy-mm-dd[ hh:mm[:ss[.fff]]]`.
std::optional<std::int32_t> parse_date(std::string_view text);
std::optional<std::int64_t> parse_timestamp(std::string_view text);

}  // namespace sql
