#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spark/connect/commands.pb.h"
#include "spark/connect/expressions.pb.h"
#include "spark/connect/relations.pb.h"

// Small functions that make the pieces of a plan: project(filter(read(...), ...), {column("a")}). They
// resolve and check nothing. Arguments are taken by value and moved into the result, so plans of any depth
// are built without copies.
namespace plan {

using Relation = spark::connect::Relation;
using Expression = spark::connect::Expression;
using SortOrder = spark::connect::Expression::SortOrder;
using WriteOperation = spark::connect::WriteOperation;
using Options = std::map<std::string, std::string>;

// Expressions. An identifier is text as Spark parses it: `a.b` is field b of a; quoted() makes one of a
// column's name.
std::string quoted(std::string_view name);  // in backticks unless it is a plain word
Expression column(std::string_view identifier);
Expression star();
Expression literal(bool value);
Expression literal(std::int32_t value);
Expression literal(std::int64_t value);
Expression literal(float value);
Expression literal(double value);
Expression literal(std::string_view value);
Expression literal(const std::string& value);
Expression literal(const char* value);
Expression byte_literal(std::int8_t value);
Expression short_literal(std::int16_t value);
Expression binary_literal(std::string_view value);
Expression date_literal(std::int32_t days_since_epoch);
Expression timestamp_literal(std::int64_t micros_since_epoch);      // an instant
Expression timestamp_ntz_literal(std::int64_t micros_since_epoch);  // of a wall clock
Expression decimal_literal(std::string_view digits, int precision, int scale);
Expression day_time_literal(std::int64_t micros);
Expression year_month_literal(std::int32_t months);
Expression null_literal(std::string_view type);  // in DDL: decimal(10,2)
Expression null_literal(spark::connect::DataType type);
Expression call(std::string_view function, std::vector<Expression> arguments);
Expression call_distinct(std::string_view function, std::vector<Expression> arguments);  // count(distinct a)

// What a cast does with a value that does not fit: NULL where Spark's legacy mode says so, an error, or
// always NULL.
enum class CastMode { Unspecified, Legacy, Ansi, Try };
Expression cast(Expression value, std::string_view type, CastMode mode = CastMode::Unspecified);
Expression alias(Expression value, std::string_view name);
Expression aliases(Expression generator, const std::vector<std::string>& names);  // posexplode's two columns
Expression field(Expression row, std::string_view name);
Expression item(Expression value, Expression index);  // of an array from 0, of a map by its key
Expression lambda(Expression body, const std::vector<std::string>& parameters);
Expression lambda_variable(std::string_view name);
// A function over a window; without a frame it has the default one.
using WindowFrame = spark::connect::Expression::Window::WindowFrame;
Expression over(Expression function, std::vector<Expression> partition_by, std::vector<SortOrder> order_by,
                std::optional<WindowFrame> frame = std::nullopt);
// A query as a value; `plan_id` is that of one of the references of the relation that it stands in.
using SubqueryType = spark::connect::SubqueryExpression;
Expression subquery(SubqueryType::SubqueryType type, std::int64_t plan_id,
                    std::vector<Expression> values = {});
SortOrder sort_order(Expression value, bool descending, bool nulls_first);
SortOrder ascending(Expression value);   // NULLs first, as Spark sorts by default
SortOrder descending(Expression value);  // NULLs last, likewise

// The source of a Read whose pinned files are rows in Arrow's stream format: what a client has sent before
// its plans.
inline constexpr std::string_view kArrowFormat = "arrow.stream";

// Relations. A Read's plan id is what pins its input and what errors and reports name.
Relation read(std::string_view format, std::string_view schema, const Options& options, std::int64_t plan_id);
Relation project(std::optional<Relation> input,
                 std::vector<Expression> expressions);  // without input: one row
Relation filter(Relation input, Expression condition);
Relation aggregate(Relation input, std::vector<Expression> keys, std::vector<Expression> calls);
// Each grouping set is some of the keys, by their places.
Relation aggregate_sets(Relation input, std::vector<Expression> keys,
                        const std::vector<std::vector<std::size_t>>& sets, std::vector<Expression> calls);
Relation inner_join(Relation left, Relation right, Expression condition);
Relation cross_join(Relation left, Relation right);
using JoinType = spark::connect::Join::JoinType;
Relation join(Relation left, Relation right, JoinType type, std::optional<Expression> condition);
Relation join_using(Relation left, Relation right, JoinType type, std::vector<std::string> columns);
Relation sort(Relation input, std::vector<SortOrder> order);
Relation limit(Relation input, std::int32_t rows);
Relation offset(Relation input, std::int32_t rows);
Relation distinct(Relation input);
Relation deduplicate(Relation input, std::vector<std::string> key_columns);
Relation union_all(Relation first, Relation second);  // columns by position
using SetOperationType = spark::connect::SetOperation::SetOpType;
Relation set_operation(Relation left, Relation right, SetOperationType type, bool all);  // by position
Relation union_all_by_name(Relation first, Relation second);  // by name; missing ones are NULL
Relation drop(Relation input, std::vector<std::string> columns);
Relation rename(Relation input, std::vector<std::pair<std::string, std::string>> from_to);
Relation with_alias(Relation input, std::string_view name);  // qualifies the columns: name.column
Relation with_relations(Relation root, std::vector<Relation> references);  // what its subqueries name
Relation with_plan_id(Relation relation, std::int64_t plan_id);

// What a write is asked for beside its rows.
struct WriteOptions {
  spark::connect::WriteOperation::SaveMode mode = spark::connect::WriteOperation::SAVE_MODE_APPEND;
  std::vector<std::string> partition_by;
  Options options;
};
WriteOperation write(Relation input, std::string_view source, std::string_view path,
                     WriteOptions options = {});

}  // namespace plan
