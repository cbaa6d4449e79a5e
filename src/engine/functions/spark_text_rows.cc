#include <fmt/format.h>

#include "engine/functions/call_errors.h"
#include "engine/functions/characters.h"
#include "engine/functions/nested.h"
#include "engine/functions/nested_values.h"
#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"

// https://spark.apache.org/docs/latest/api/sql/: functions of texts that look at types, or treat NULLs
// themselves.
namespace engine {
namespace {

using View = std::string_view;
using Id = duckdb::LogicalTypeId;

// The parts, and those of arrays among them, with the first text between them; NULLs are left out.
base::Result<Typed> concat_ws(Call& call) {
  std::string name = call_name(call);
  Trees parts;
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    const bool is_list = i > 0 && call.arguments[i].type.id() == Id::LIST;
    parts.push_back(
        TRY(implicit_argument(call, i, is_list ? Type::LIST(Type::VARCHAR) : Type(Type::VARCHAR))));
  }
  return Typed{call_tree("dovetail_spark_concat_ws", std::move(parts)), Type::VARCHAR, std::move(name)};
}

void append_part(std::string& text, bool& first, View separator, View part) {
  if (!first) text += separator;
  text += part;
  first = false;
}

View text_at(const Values& values, idx_t row) {
  return view(duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(values.unified)[index_of(values, row)]);
}

void join_parts(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  std::vector<Values> columns;
  for (auto& column : input.data) columns.push_back(values_of(column, input.size()));
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  std::string text;
  for (idx_t row = 0; row < input.size(); ++row) {
    if (is_null(columns[0], row)) {
      duckdb::FlatVector::SetNull(result, row, true);
      continue;
    }
    const View separator = text_at(columns[0], row);
    bool first = true;
    text.clear();
    for (std::size_t i = 1; i < columns.size(); ++i) {
      if (is_null(columns[i], row)) continue;
      if (!is_list(columns[i])) {
        append_part(text, first, separator, text_at(columns[i], row));
        continue;
      }
      const auto list = list_at(columns[i], row);
      const Values& items = columns[i].children[0];
      for (idx_t item = list.offset; item < list.offset + list.length; ++item)
        if (!is_null(items, item)) append_part(text, first, separator, text_at(items, item));
    }
    detail::put(result, row, View(text));
  }
  if (input.AllConstant()) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

// The argument of that place, from 1; NULL beyond them.
base::Result<Typed> elt(Call& call) {
  std::string name = call_name(call);
  bool binary = true;
  for (std::size_t i = 1; i < call.arguments.size(); ++i)
    binary = binary && call.arguments[i].type.id() == Id::BLOB;
  const Type type = binary ? Type::BLOB : Type::VARCHAR;
  auto place = TRY(implicit_argument(call, 0, Type::INTEGER));
  const auto count = static_cast<std::int64_t>(call.arguments.size()) - 1;
  if (call.session.ansi)
    place = cast_tree(call_tree("dovetail_index_within", cast_tree(std::move(place), Type::BIGINT),
                                number_tree(count), number_tree(1)),
                      Type::INTEGER);
  Trees values;
  for (std::size_t i = 1; i < call.arguments.size(); ++i)
    values.push_back(TRY(implicit_argument(call, i, type)));
  auto chosen = let_tree(std::move(place), [&](const Tree& at) {
    std::vector<std::pair<Tree, Tree>> branches;
    for (std::size_t i = 0; i < values.size(); ++i)
      branches.emplace_back(
          compare_tree(duckdb::ExpressionType::COMPARE_EQUAL, at->Copy(),
                       constant_tree(duckdb::Value::INTEGER(static_cast<std::int32_t>(i) + 1))),
          std::move(values[i]));
    return case_tree(std::move(branches), null_tree(type));
  });
  return Typed{std::move(chosen), type, std::move(name)};
}

// locate(part, text [, start]): a start that is NULL is nowhere, whatever the texts are.
base::Result<Typed> locate(Call& call) {
  if (call.arguments.size() == 2)
    call.arguments.push_back({constant_tree(duckdb::Value::INTEGER(1)), Type::INTEGER, "1"});
  std::string name = call_name(call);
  auto part = TRY(implicit_argument(call, 0, Type::VARCHAR));
  auto text = TRY(implicit_argument(call, 1, Type::VARCHAR));
  auto place = let_tree(TRY(implicit_argument(call, 2, Type::INTEGER)), [&](const Tree& start) {
    auto found = kernel_tree("inner.locate", trees(std::move(part), std::move(text), start->Copy()));
    return if_tree(present_tree(start), std::move(found), constant_tree(duckdb::Value::INTEGER(0)));
  });
  return Typed{std::move(place), Type::INTEGER, std::move(name)};
}

// overlay(text, with, position [, length]): both are texts, or both are bytes.
base::Result<Typed> overlay(Call& call) {
  if (call.arguments.size() == 3)
    call.arguments.push_back({constant_tree(duckdb::Value::INTEGER(-1)), Type::INTEGER, "-1"});
  std::string name = call_name(call);
  const Type &text = call.arguments[0].type, &with = call.arguments[1].type;
  const bool binary = text.id() == Id::BLOB || with.id() == Id::BLOB;
  if (binary && text != with && !is_null_type(text) && !is_null_type(with))
    return types_differ(call, std::span(call.arguments).first(2), "()", " or ");
  const Type type = binary ? Type::BLOB : Type::VARCHAR;
  Trees arguments;
  for (std::size_t i = 0; i < 4; ++i)
    arguments.push_back(TRY(implicit_argument(call, i, i < 2 ? type : Type(Type::INTEGER))));
  return Typed{kernel_tree(binary ? "inner.overlay_bytes" : "inner.overlay", std::move(arguments)), type,
               std::move(name)};
}

base::Result<Typed> levenshtein(Call& call) {
  std::string name = call_name(call);
  const bool bounded = call.arguments.size() > 2;
  auto arguments =
      trees(TRY(implicit_argument(call, 0, Type::VARCHAR)), TRY(implicit_argument(call, 1, Type::VARCHAR)));
  if (bounded) arguments.push_back(TRY(implicit_argument(call, 2, Type::INTEGER)));
  return Typed{kernel_tree(bounded ? "inner.levenshtein_within" : "inner.levenshtein", std::move(arguments)),
               Type::INTEGER, std::move(name)};
}

// What stands for a kind of characters is one character, and a constant.
base::Result<void> check_mask(const Call& call, std::size_t index) {
  constexpr const char* kNames[] = {"str", "upperChar", "lowerChar", "digitChar", "otherChar"};
  const auto refused = [&](const char* condition, const std::string& why) {
    return base::refusal(condition, 400,
                         fmt::format("[{}] Cannot resolve \"{}\" due to data type mismatch: {}", condition,
                                     call_name(call), why));
  };
  const Typed& given = call.arguments[index];
  if (given.is_column || given.column_name)
    return refused("DATATYPE_MISMATCH.NON_FOLDABLE_INPUT",
                   fmt::format("the input `{}` should be a foldable \"STRING\" expression; however, got "
                               "\"{}\".",
                               kNames[index], given.name));
  const auto text = constant_text(given);
  if (text && count_characters(*text) != 1)
    return refused("DATATYPE_MISMATCH.INPUT_SIZE_NOT_ONE",
                   fmt::format("Length of {} should be 1.", kNames[index]));
  return {};
}

// mask(text [, capitals, small letters, digits, others]): what stands for them; NULL: they stay.
base::Result<Typed> mask(Call& call) {
  constexpr const char* kDefaults[] = {"X", "x", "n"};
  for (std::size_t i = call.arguments.size(); i < 5; ++i) {
    if (i < 4)
      call.arguments.push_back(
          {constant_tree(duckdb::Value(kDefaults[i - 1])), Type::VARCHAR, kDefaults[i - 1]});
    else
      call.arguments.push_back({null_tree(Type::SQLNULL), Type::SQLNULL, "NULL"});
  }
  std::string name = call_name(call);
  for (std::size_t i = 1; i < 5; ++i) TRY(check_mask(call, i));
  Trees arguments = trees(TRY(implicit_argument(call, 0, Type::VARCHAR)));
  for (std::size_t i = 1; i < 5; ++i)
    arguments.push_back(operator_tree(
        duckdb::ExpressionType::OPERATOR_COALESCE,
        trees(TRY(implicit_argument(call, i, Type::VARCHAR)), constant_tree(duckdb::Value("")))));
  return Typed{kernel_tree("inner.mask", std::move(arguments)), Type::VARCHAR, std::move(name)};
}

// decode(bytes, charset), or decode(value, search, result, ... [, otherwise]).
base::Result<Typed> decode(Call& call) {
  std::string name = call_name(call);
  if (call.arguments.size() == 2) {
    auto bytes = TRY(implicit_argument(call, 0, Type::BLOB));
    auto charset = TRY(implicit_argument(call, 1, Type::VARCHAR));
    return Typed{kernel_tree("inner.decode", trees(std::move(bytes), std::move(charset))), Type::VARCHAR,
                 std::move(name)};
  }
  Call when{.name = "when", .arguments = {}, .session = call.session};
  auto& given = call.arguments;
  for (std::size_t i = 1; i + 1 < given.size(); i += 2) {
    Call equal{.name = "<=>", .arguments = {}, .session = call.session};
    equal.arguments.push_back({given[0].tree->Copy(), given[0].type, given[0].name});
    equal.arguments.push_back(std::move(given[i]));
    when.arguments.push_back(TRY(call_function(std::move(equal))));
    when.arguments.push_back(std::move(given[i + 1]));
  }
  if (given.size() % 2 == 0)
    when.arguments.push_back(std::move(given.back()));
  else
    when.arguments.push_back({null_tree(Type::VARCHAR), Type::VARCHAR, "NULL"});
  auto result = TRY(call_function(std::move(when)));
  result.name = std::move(name);
  return result;
}

// The first characters: none for a number below 1.
base::Result<Typed> left(Call& call) {
  std::string name = call_name(call);
  call.arguments.insert(call.arguments.begin() + 1,
                        {constant_tree(duckdb::Value::INTEGER(1)), Type::INTEGER, "1"});
  call.name = "substring";
  auto result = TRY(call_function(std::move(call)));
  result.name = std::move(name);
  return result;
}

// What Java's Formatter makes of the values as Spark keeps them: points in time are numbers.
base::Result<Typed> format_string(Call& call) {
  std::string name = call_name(call);
  Trees values = trees(TRY(implicit_argument(call, 0, Type::VARCHAR)));
  for (std::size_t i = 1; i < call.arguments.size(); ++i) {
    auto& value = call.arguments[i];
    if (is_null_type(value.type)) {
      values.push_back(null_tree(Type::VARCHAR));
      continue;
    }
    if (value.type.IsNested() || value.type.id() == Id::BLOB || is_datetime(value.type) ||
        is_decimal(value.type))
      return base::refusal(
          "UNSUPPORTED_FEATURE", 400,
          fmt::format("The function {} of a {} is not supported.", call.name, sql_name(value.type)));
    values.push_back(std::move(value.tree));
  }
  return Typed{call_tree("dovetail_format", std::move(values)), Type::VARCHAR, std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"concat_ws", 1, FunctionRow::kAnyNumber, concat_ws},
    {"elt", 2, FunctionRow::kAnyNumber, elt},
    {"locate", 2, 3, locate},
    {"position", 2, 3, locate},
    {"overlay", 3, 4, overlay},
    {"levenshtein", 2, 3, levenshtein},
    {"mask", 1, 5, mask},
    {"decode", 2, FunctionRow::kAnyNumber, decode},
    {"left", 2, 2, left},
    {"format_string", 1, FunctionRow::kAnyNumber, format_string},
    {"printf", 1, FunctionRow::kAnyNumber, format_string},
};

}  // namespace

std::span<const FunctionRow> spark_text_functions() {
  return kRows;
}

void register_spark_text_kernels(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function("dovetail_spark_concat_ws", {Type::VARCHAR}, Type::VARCHAR, join_parts);
  function.varargs = Type::ANY;
  register_kernel(loader, std::move(function));
}

}  // namespace engine
