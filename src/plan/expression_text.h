#pragma once

#include <string>
#include <string_view>

#include "spark/connect/expressions.pb.h"

// The texts of expressions, for printer.h.
namespace plan {

// As SQL would write it where SQL has a form: (a > 5L), count(distinct a), cast(a as int) as b. What has none
// is shown as protobuf prints it.
std::string expression_text(const spark::connect::Expression& expression);
std::string sort_order_text(const spark::connect::Expression::SortOrder& order);

// The form in which partitions' values are sought, too (partition_conditions.cc): yyyy-mm-dd must stay what
// this gives.
std::string iso_date(std::int32_t days_since_epoch);
std::string iso_timestamp(std::int64_t micros_since_epoch);  // 2024-01-31 10:11:12.000345
std::string quoted_text(std::string_view text);              // 'it''s'; control characters as \xNN

}  // namespace plan
