#include "engine/functions/cast.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "duckdb/parser/expression/constant_expression.hpp"
#include "engine/functions/ansi.h"
#include "engine/functions/common_type.h"
#include "engine/functions/nested.h"
#include "engine/functions/spark_interval.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/zoned_timestamp.h"
#include "plan/spark_error.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

// CAST(a AS INT)
std::string cast_text(const Typed& value, const Type& to, CastMode mode) {
  return fmt::format("{}({} AS {})", mode == CastMode::Try ? "TRY_CAST" : "CAST", value.name, sql_name(to));
}

// A refusal of a cast, in words with the parameters <sqlExpr>, <srcType>, <targetType>, and more.
base::Error refused(const char* condition, std::string expression, const Typed& value, const Type& to,
                    const std::string& words, std::vector<std::pair<std::string, std::string>> more = {}) {
  std::vector<std::pair<std::string, std::string>> parameters = {
      {"sqlExpr", fmt::format("\"{}\"", expression)},
      {"srcType", fmt::format("\"{}\"", sql_name(value.type))},
      {"targetType", fmt::format("\"{}\"", sql_name(to))}};
  std::ranges::move(more, std::back_inserter(parameters));
  return plan::spark_error(
      condition,
      "Cannot resolve <sqlExpr> due to data type mismatch: cannot cast <srcType> to <targetType>" + words,
      std::move(parameters));
}

base::Error no_cast(const Typed& value, const Type& to, CastMode mode) {
  return refused("DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION",
                 value.is_column ? value.name : cast_text(value, to, mode), value, to, ".");
}

Tree kernel(Tree tree, const Type& to, CastMode mode) {
  return call_tree(cast_kernel(mode), trees(std::move(tree), null_tree(to)));
}

// The tree of the cast; null where Spark has none.
Tree to_text(Tree tree, const Type& from, CastMode mode, const Session& session) {
  if (from.id() == Id::TIMESTAMP_TZ) return kernel(to_local(std::move(tree), session), Type::VARCHAR, mode);
  if (is_fractional(from) || is_decimal(from) || is_datetime(from) || from.id() == Id::BLOB)
    return kernel(std::move(tree), Type::VARCHAR, mode);
  return cast_tree(std::move(tree), Type::VARCHAR);
}

Tree to_number(Tree tree, const Type& from, const Type& to, CastMode mode) {
  const bool widens = is_integral(from) && (is_fractional(to) || from.InternalType() < to.InternalType());
  if (from.id() == Id::BOOLEAN) return cast_tree(std::move(tree), to);
  if (is_integral(from) && is_integral(to) && widens) return cast_tree(std::move(tree), to);
  if (is_fractional(to) && is_numeric(from) && from.id() != Id::DOUBLE) return cast_tree(std::move(tree), to);
  if (from.id() == Id::FLOAT && to.id() == Id::DOUBLE) return cast_tree(std::move(tree), to);
  if (is_decimal(from) && is_decimal(to) && decimal_widens(from, to)) return cast_tree(std::move(tree), to);
  if (from.id() == Id::DATE) return mode == CastMode::Legacy ? null_tree(to) : nullptr;
  if (from.id() == Id::TIMESTAMP || from.id() == Id::BLOB || (is_timestamp(from) && is_decimal(to)))
    return nullptr;
  return kernel(std::move(tree), to, mode);
}

Tree to_boolean(Tree tree, const Type& from, CastMode mode) {
  if (is_numeric(from))
    return compare_tree(duckdb::ExpressionType::COMPARE_NOTEQUAL, std::move(tree),
                        cast_tree(constant_tree(duckdb::Value::INTEGER(0)), from));
  if (is_string(from)) return kernel(std::move(tree), Type::BOOLEAN, mode);
  if (from.id() == Id::DATE && mode == CastMode::Legacy) return null_tree(Type::BOOLEAN);
  return nullptr;
}

Tree to_date(Tree tree, const Type& from, CastMode mode, const Session& session) {
  if (is_string(from)) return kernel(std::move(tree), Type::DATE, mode);
  if (from.id() == Id::TIMESTAMP_TZ) tree = to_local(std::move(tree), session);
  return is_timestamp(from) ? call_tree("dovetail_day", std::move(tree)) : nullptr;
}

// A text may name its zone; only one without is local time.
Tree text_to_instant(Tree tree, CastMode mode, const Session& session) {
  if (session.time_zone == "UTC") return kernel(std::move(tree), Type::TIMESTAMP_TZ, mode);
  auto has_zone = call_tree("dovetail_has_zone", tree->Copy());
  auto instant = kernel(tree->Copy(), Type::TIMESTAMP_TZ, mode);
  auto local = kernel(std::move(tree), Type::TIMESTAMP, mode);
  return if_tree(std::move(has_zone), std::move(instant), to_instant(std::move(local), session));
}

Tree to_timestamp(Tree tree, const Type& from, const Type& to, CastMode mode, const Session& session) {
  const bool instant = to.id() == Id::TIMESTAMP_TZ;
  if (is_string(from) && instant) return text_to_instant(std::move(tree), mode, session);
  if (is_string(from)) return kernel(std::move(tree), to, mode);
  if (from.id() == Id::TIMESTAMP_TZ) return to_local(std::move(tree), session);
  if (from.id() == Id::DATE) tree = cast_tree(std::move(tree), Type::TIMESTAMP);
  if (is_datetime(from)) return instant ? to_instant(std::move(tree), session) : std::move(tree);
  return instant && is_numeric(from) ? kernel(std::move(tree), to, mode) : nullptr;
}

// Trino's, between the types of which one becomes the other by itself, and to texts.
Tree cast_zoned(Tree tree, const Type& from, const Type& to, const Session& session) {
  if (is_zoned(from) && is_string(to)) return call_tree("dovetail_zoned_text", std::move(tree));
  if (is_zoned(from) || !is_datetime(from)) return nullptr;
  if (from.id() == Id::TIMESTAMP_TZ) tree = to_local(std::move(tree), session);
  if (from.id() == Id::DATE) tree = cast_tree(std::move(tree), Type::TIMESTAMP);
  return call_tree("dovetail_zoned_of", std::move(tree));
}

Tree cast_of(Tree tree, const Type& from, const Type& to, CastMode mode, const Session& session) {
  const auto part = [&](Tree value, const Type& old_type, const Type& new_type) {
    return cast_of(std::move(value), old_type, new_type, mode, session);
  };
  if (from.IsNested() && is_string(to))
    return nested_text(std::move(tree), from, mode == CastMode::Trino ? TextStyle() : kSparkText, part);
  if (from.IsNested() || to.IsNested()) return cast_parts(std::move(tree), from, to, part);
  if (is_null_type(from)) return null_tree(to);
  if (is_zoned(from) || is_zoned(to)) return cast_zoned(std::move(tree), from, to, session);
  if (is_interval(from) || is_interval(to)) return cast_interval(std::move(tree), from, to);
  if (is_string(from) && is_string(to)) return tree;
  if (is_string(to)) return to_text(std::move(tree), from, mode, session);
  if (is_numeric(to)) return to_number(std::move(tree), from, to, mode);
  switch (to.id()) {
    case Id::BOOLEAN:
      return to_boolean(std::move(tree), from, mode);
    case Id::DATE:
      return to_date(std::move(tree), from, mode, session);
    case Id::TIMESTAMP_TZ:
    case Id::TIMESTAMP:
      return to_timestamp(std::move(tree), from, to, mode, session);
    case Id::BLOB:
      return is_string(from) ? kernel(std::move(tree), to, mode) : nullptr;
    default:
      return nullptr;
  }
}

// Of a constant.
std::string interval_name(const duckdb::ParsedExpression& tree, const Type& type) {
  const auto& count = tree.Cast<duckdb::ConstantExpression>().value;
  if (count.IsNull()) return "NULL";
  return interval_text(count.GetValue<std::int64_t>(), *interval_units(type));
}

// What the ANSI rules propose in place of a cast: a function, or to leave the mode where that helps.
base::Error no_ansi_cast(const Typed& value, const Type& to, CastMode mode, const Session& session) {
  const bool of_day = value.type.id() == Id::DATE && is_numeric(to);
  if (of_day || (to.id() == Id::DATE && is_numeric(value.type)))
    return refused("DATATYPE_MISMATCH.CAST_WITH_FUNC_SUGGESTION", cast_text(value, to, mode), value, to,
                   ".\nTo convert values from <srcType> to <targetType>, you can use the functions "
                   "<functionNames> instead.",
                   {{"functionNames", of_day ? "`UNIX_DATE`" : "`DATE_FROM_UNIX_DATE`"}});
  const bool of_truth = value.type.id() == Id::BOOLEAN && is_timestamp(to);
  if (mode == CastMode::Try ||
      (!of_truth && !cast_of(value.tree->Copy(), value.type, to, CastMode::Legacy, session)))
    return no_cast(value, to, mode);
  return refused(
      "DATATYPE_MISMATCH.CAST_WITH_CONF_SUGGESTION", cast_text(value, to, mode), value, to,
      " with ANSI mode on.\nIf you have to cast <srcType> to <targetType>, you can set <config> as "
      "<configVal>.",
      {{"config", kAnsiSetting}, {"configVal", "'false'"}});
}

// A text beside a number is one, and beside all else what that is.
std::optional<Type> ansi_common_type(const Type& a, const Type& b) {
  if (a != b && a.IsNested() && a.id() == b.id()) return common_nested_type(a, b, ansi_common_type);
  if (is_string(a) == is_string(b)) return common_type(a, b);
  const Type& other = is_string(a) ? b : a;
  if (is_null_type(other)) return Type(Type::VARCHAR);
  if (is_integral(other)) return Type(Type::BIGINT);
  if (is_fractional(other) || is_decimal(other)) return Type(Type::DOUBLE);
  return other.IsNested() ? std::nullopt : std::optional(other);
}

}  // namespace

const char* cast_kernel(CastMode mode) {
  switch (mode) {
    case CastMode::Legacy:
      return "dovetail_cast_legacy";
    case CastMode::Try:
      return "dovetail_cast_try";
    case CastMode::Ansi:
      return "dovetail_cast_ansi";
    case CastMode::Trino:
      return "dovetail_cast_trino";
    case CastMode::TrinoTry:
      return "dovetail_cast_trino_try";
  }
  return nullptr;
}

// Zones are Java's: of an offset of hours and minutes, DuckDB's own function takes the hours alone.
Tree to_local(Tree instant, const Session& session) {
  if (session.time_zone == "UTC") return call_tree("dovetail_utc", std::move(instant));
  return kernel_tree("inner.on_wall", trees(std::move(instant), zone_tree(session)));
}

Tree to_instant(Tree local, const Session& session) {
  if (session.time_zone == "UTC") return call_tree("dovetail_utc", std::move(local));
  return kernel_tree("inner.in_zone", trees(std::move(local), zone_tree(session)));
}

base::Result<Typed> cast(Typed value, const Type& to, CastMode mode, const Session& session) {
  Typed result{nullptr, to, cast_text(value, to, mode)};
  result.is_aliased = value.is_column || value.is_aliased;
  if (result.is_aliased) result.column_name = output_name(value);
  if (value.type == to) {
    result.tree = std::move(value.tree);
    return result;
  }
  // Of what is always NULL nothing needs to be computed, unless it fails: raise_error has that type too.
  const bool constant = value.tree->GetExpressionClass() == duckdb::ExpressionClass::CONSTANT;
  if (is_null_type(value.type)) {
    result.tree = constant ? null_tree(to) : cast_tree(std::move(value.tree), to);
    return result;
  }
  // A literal in other units is a literal: plans have but those of all units.
  if (constant && is_interval(value.type) && is_interval(to)) result.name = interval_name(*value.tree, to);
  result.tree = cast_of(value.tree->Copy(), value.type, to, mode, session);
  if (result.tree) return result;
  const bool may_have_hint = mode == CastMode::Ansi || mode == CastMode::Try;
  return may_have_hint ? no_ansi_cast(value, to, mode, session) : no_cast(value, to, mode);
}

base::Result<Tree> shown_text(Typed value, const Session& session) {
  // Not as a cast does: decimals are plain, bytes are in hexadecimal.
  const PartCast part = [&](Tree tree, const Type& from, const Type&) {
    if (from.id() == Id::BLOB) return call_tree("dovetail_shown_bytes", std::move(tree));
    return cast_of(std::move(tree), from, Type::VARCHAR, is_decimal(from) ? CastMode::Ansi : CastMode::Legacy,
                   session);
  };
  TextStyle style = kSparkText;
  style.null = "NULL";
  auto shown = value.type.IsNested() ? nested_text(value.tree->Copy(), value.type, style, part)
                                     : part(value.tree->Copy(), value.type, Type::VARCHAR);
  if (!shown) return no_cast(value, Type::VARCHAR, CastMode::Legacy);
  return operator_tree(duckdb::ExpressionType::OPERATOR_COALESCE,
                       trees(std::move(shown), constant_tree(duckdb::Value(style.null))));
}

std::optional<Type> common_type(const Type& a, const Type& b, const Session& session) {
  return session.ansi ? ansi_common_type(a, b) : common_type(a, b);
}

base::Result<Typed> coerce(Typed value, const Type& to, const Session& session) {
  if (value.type == to) return value;
  std::string name = value.name;
  auto result = TRY(cast(std::move(value), to, default_mode(session), session));
  result.name = std::move(name);
  return result;
}

}  // namespace engine
