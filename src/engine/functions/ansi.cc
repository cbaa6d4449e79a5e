#include "engine/functions/ansi.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "duckdb/planner/expression.hpp"
#include "engine/functions/kernel.h"
#include "engine/lower/field_audit.h"

namespace engine {
namespace {

constexpr const char* kPresentOrFails = "dovetail_present_or_fails";

// One that gives NULL only where an argument is, or where it fails.
struct Failing {
  std::string_view function;
  std::size_t arguments;  // only with so many; 0: with any number
  const char* condition;
  const char* message;
};

constexpr const char* kUnreadable =
    "The text is not of the pattern. Use <func> to tolerate invalid input string "
    "and return NULL instead.";
constexpr std::array kFailing = std::to_array<Failing>({
    {"make_date", 0, "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", "There is no such day."},
    {"make_timestamp", 0, "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", "There is no such time."},
    {"make_timestamp_ltz", 0, "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", "There is no such time."},
    {"make_timestamp_ntz", 0, "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", "There is no such time."},
    {"next_day", 0, "ILLEGAL_DAY_OF_WEEK", "Illegal input for day of week."},
    {"pmod", 0, "REMAINDER_BY_ZERO",
     "Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL instead."},
    {"to_date", 2, "CANNOT_PARSE_TIMESTAMP", kUnreadable},
    {"to_timestamp", 2, "CANNOT_PARSE_TIMESTAMP", kUnreadable},
    {"to_timestamp_ltz", 2, "CANNOT_PARSE_TIMESTAMP", kUnreadable},
    {"to_timestamp_ntz", 2, "CANNOT_PARSE_TIMESTAMP", kUnreadable},
    {"to_unix_timestamp", 2, "CANNOT_PARSE_TIMESTAMP", kUnreadable},
    {"unix_timestamp", 2, "CANNOT_PARSE_TIMESTAMP", kUnreadable},
});

constexpr std::array kMissing = std::to_array<std::string_view>({"conv", "parse_url"});

const Failing* failing(const Call& call) {
  const std::string name = base::to_lower(call.name);
  const auto row = std::ranges::find_if(kFailing, [&](const Failing& each) {
    return each.function == name && (each.arguments == 0 || each.arguments == call.arguments.size());
  });
  return row == kFailing.end() ? nullptr : row;
}

base::Result<Typed> present_or_fails(const FunctionRow& row, Call call, const Failing& failing) {
  Trees known;
  for (const Typed& argument : call.arguments) known.push_back(present_tree(argument.tree));
  Typed value = TRY(row.build(call));
  Tree given = conjunction_tree(duckdb::ExpressionType::CONJUNCTION_AND, std::move(known));
  value.tree = call_tree(kPresentOrFails, std::move(value.tree), std::move(given),
                         constant_tree(duckdb::Value(failing.condition)),
                         constant_tree(duckdb::Value(failing.message)));
  return value;
}

duckdb::unique_ptr<duckdb::FunctionData> bind_present(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  function.arguments[0] = arguments[0]->return_type;
  function.SetReturnType(arguments[0]->return_type);
  return nullptr;
}

std::string text_of(duckdb::Vector& constant) {
  return constant.GetValue(0).GetValue<std::string>();
}

void check_present(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  duckdb::UnifiedVectorFormat values, given;
  input.data[0].ToUnifiedFormat(input.size(), values);
  input.data[1].ToUnifiedFormat(input.size(), given);
  const bool* is_given = duckdb::UnifiedVectorFormat::GetData<bool>(given);
  for (duckdb::idx_t row = 0; row < input.size(); ++row)
    if (!values.validity.RowIsValid(values.sel->get_index(row)) && is_given[given.sel->get_index(row)])
      raise(base::refusal(text_of(input.data[2]), 400, text_of(input.data[3])));
  result.Reference(input.data[0]);
}

}  // namespace

// What only tries is what it is outside of the mode.
base::Result<Typed> build_in_ansi(const FunctionRow& row, Call call) {
  const std::string name = base::to_lower(row.name);
  if (name.starts_with("try_")) {
    Session lenient = call.session;
    lenient.ansi = false;
    return call_function({.name = call.name,
                          .arguments = std::move(call.arguments),
                          .distinct = call.distinct,
                          .session = lenient,
                          .over = call.over,
                          .orders = std::move(call.orders),
                          .filter = std::move(call.filter)});
  }
  if (std::ranges::find(kMissing, name) != kMissing.end()) return unsupported(name + "() in the ANSI mode");
  const Failing* fails = failing(call);
  return fails == nullptr ? row.build(call) : present_or_fails(row, std::move(call), *fails);
}

void register_ansi_kernels(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function(kPresentOrFails, {Type::ANY, Type::BOOLEAN, Type::VARCHAR, Type::VARCHAR},
                                  Type::ANY, check_present, bind_present);
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace engine
