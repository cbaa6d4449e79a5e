#include "engine/functions/hive_text.h"

#include <algorithm>
#include <unordered_set>

#include "engine/functions/hive_conversions.h"
#include "engine/functions/trino_kernels.h"
#include "engine/functions/vector_values.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::ListVector;
using duckdb::Vector;
using Id = duckdb::LogicalTypeId;

}  // namespace

// The parts of a text between one separator.
class HiveText::Parts {
 public:
  Parts(std::string_view text, char separator, const std::string& escape)
      : text_(text), separator_(separator), escape_(escape) {}

  bool next(std::string_view& part) {
    if (over_) return false;
    const std::size_t end = find(separator_, begin_);
    part = text_.substr(begin_, end - begin_);
    over_ = end == text_.size();
    begin_ = end + 1;
    return true;
  }

  // The first place of a byte that no escape stands before, or the end.
  std::size_t find(char byte, std::size_t from) const {
    for (std::size_t at = from; at < text_.size(); ++at) {
      if (text_[at] == byte) return at;
      if (!escape_.empty() && text_[at] == escape_.front()) ++at;
    }
    return text_.size();
  }

 private:
  const std::string_view text_;
  const char separator_;
  const std::string& escape_;
  std::size_t begin_ = 0;
  bool over_ = false;
};

void HiveText::write_part(std::string_view text, std::size_t level, Vector& vector, idx_t row) {
  const bool valid = text != form_.null_text && write_value(text, level, vector, row);
  FlatVector::SetNull(vector, row, !valid);
}

bool HiveText::write_value(std::string_view text, std::size_t level, Vector& vector, idx_t row) {
  switch (vector.GetType().id()) {
    case Id::LIST:
      write_list(text, level, vector, row);
      return true;
    case Id::MAP:
      write_map(text, level, vector, row);
      return true;
    case Id::STRUCT:
      write_struct(text, level, vector, row);
      return true;
    default:
      return write_scalar(text, vector, row);
  }
}

void HiveText::write_list(std::string_view text, std::size_t level, Vector& vector, idx_t row) {
  const idx_t begin = ListVector::GetListSize(vector);
  idx_t size = begin;
  Parts parts(text, form_.separators[level], form_.escape);
  for (std::string_view part; !text.empty() && parts.next(part); ++size) {
    ListVector::Reserve(vector, size + 1);
    ListVector::SetListSize(vector, size + 1);
    write_part(part, level + 1, ListVector::GetEntry(vector), size);
  }
  FlatVector::GetData<duckdb::list_entry_t>(vector)[row] = {begin, size - begin};
}

// An entry without a second separator has NULL for its value; one whose key is NULL is left out.
void HiveText::write_map(std::string_view text, std::size_t level, Vector& vector, idx_t row) {
  const idx_t begin = ListVector::GetListSize(vector);
  idx_t size = begin;
  std::unordered_set<std::string> known;  // the bytes of keys
  Parts parts(text, form_.separators[level], form_.escape);
  for (std::string_view entry; !text.empty() && parts.next(entry);) {
    const std::size_t split = Parts(entry, 0, form_.escape).find(form_.separators[level + 1], 0);
    ListVector::Reserve(vector, size + 1);
    Vector& keys = duckdb::MapVector::GetKeys(vector);
    Vector& values = duckdb::MapVector::GetValues(vector);
    write_part(entry.substr(0, split), level + 2, keys, size);
    if (FlatVector::IsNull(keys, size) || !known.insert(value_bytes(keys, size)).second) continue;
    if (split < entry.size())
      write_part(entry.substr(split + 1), level + 2, values, size);
    else
      FlatVector::SetNull(values, size, true);
    ListVector::SetListSize(vector, ++size);
  }
  FlatVector::GetData<duckdb::list_entry_t>(vector)[row] = {begin, size - begin};
}

void HiveText::write_struct(std::string_view text, std::size_t level, Vector& vector, idx_t row) {
  Parts parts(text, form_.separators[level], form_.escape);
  std::string_view part;
  for (auto& field : duckdb::StructVector::GetEntries(vector)) {
    if (parts.next(part))
      write_part(part, level + 1, *field, row);
    else
      FlatVector::SetNull(*field, row, true);
  }
}

bool HiveText::write_scalar(std::string_view text, Vector& vector, idx_t row) {
  switch (vector.GetType().id()) {
    case Id::BOOLEAN:
      return put_value(vector, row, hive_boolean(text));
    case Id::TINYINT:
    case Id::SMALLINT:
    case Id::INTEGER:
    case Id::BIGINT:
      return put_integer(vector, row, hive_integer(text));
    case Id::FLOAT:
    case Id::DOUBLE:
      return put_floating(vector, row, hive_double(text));
    case Id::DECIMAL:
      return put_decimal(vector, row,
                         hive_decimal(text, precision_of(vector.GetType()), scale_of(vector.GetType())));
    case Id::DATE:
      return put_value(vector, row, hive_days(text));
    case Id::TIMESTAMP:
    case Id::TIMESTAMP_TZ:
      return put_value(vector, row, hive_micros(text));
    case Id::BLOB:
      return put_bytes(vector, row, hive_binary(text));
    case Id::VARCHAR:
      return form_.escape.empty() ? put_bytes(vector, row, text) : put_bytes(vector, row, unescaped(text));
    default:
      return false;
  }
}

std::string HiveText::unescaped(std::string_view text) const {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == form_.escape.front() && i + 1 < text.size()) ++i;
    result += text[i];
  }
  return result;
}

std::size_t separators_of(const Type& type) {
  switch (type.id()) {
    case Id::LIST:
      return 1 + separators_of(duckdb::ListType::GetChildType(type));
    case Id::MAP:
      return 2 + std::max(separators_of(duckdb::MapType::KeyType(type)),
                          separators_of(duckdb::MapType::ValueType(type)));
    case Id::STRUCT: {
      std::size_t most = 0;
      for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type))
        most = std::max(most, separators_of(field));
      return 1 + most;
    }
    default:
      return 0;
  }
}

namespace {

constexpr const char* kName = "dovetail_hive_text";

// (text, separators, escape, text of NULL)
void run(duckdb::DataChunk& input, duckdb::ExpressionState&, Vector& result) {
  const auto option = [&](idx_t column) { return duckdb::StringValue::Get(input.GetValue(column, 0)); };
  HiveText values({.separators = option(1), .escape = option(2), .null_text = option(3)});
  duckdb::UnifiedVectorFormat texts;
  input.data[0].ToUnifiedFormat(input.size(), texts);
  const bool constant = input.data[0].GetVectorType() == duckdb::VectorType::CONSTANT_VECTOR;
  result.SetVectorType(duckdb::VectorType::FLAT_VECTOR);
  for (idx_t row = 0; row < (constant ? 1 : input.size()); ++row) {
    const auto at = texts.sel->get_index(row);
    if (texts.validity.RowIsValid(at))
      values.write(detail::get<std::string_view>(texts, at), result, row);
    else
      FlatVector::SetNull(result, row, true);
  }
  if (constant) result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
}

duckdb::unique_ptr<duckdb::FunctionData> bind(
    duckdb::ClientContext&, duckdb::ScalarFunction& function,
    duckdb::vector<duckdb::unique_ptr<duckdb::Expression>>& arguments) {
  const Type type = arguments[4]->return_type;
  function.arguments[4] = type;
  function.SetReturnType(type);
  duckdb::Function::EraseArgument(function, arguments, 4);
  return nullptr;
}

}  // namespace

Tree hive_text_tree(Tree text, const Type& type, const HiveTextForm& form) {
  return call_tree(kName, trees(std::move(text), constant_tree(duckdb::Value(form.separators)),
                                constant_tree(duckdb::Value(form.escape)),
                                constant_tree(duckdb::Value(form.null_text)), null_tree(type)));
}

void register_hive_text(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function(
      kName, {Type::VARCHAR, Type::VARCHAR, Type::VARCHAR, Type::VARCHAR, Type::ANY}, Type::ANY, run, bind);
  function.SetFallible();
  register_kernel(loader, std::move(function));
}

}  // namespace engine
