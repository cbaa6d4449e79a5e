#include "services/glue/visual/taken_types.h"

#include <optional>

#include "base/text.h"
#include "plan/types.h"
#include "services/glue/visual/column_types.h"
#include "spark/connect/types.pb.h"

namespace services::glue::visual {
namespace {

using spark::connect::DataType;

bool is_text(const DataType& type) {
  return type.has_string() || type.has_char_() || type.has_var_char();
}

// The digits before the point of a decimal, or of any number of a whole type.
std::optional<int> whole_digits(const DataType& type) {
  switch (type.kind_case()) {
    case DataType::kDecimal:
      return type.decimal().precision() - type.decimal().scale();
    case DataType::kByte:
      return 3;
    case DataType::kShort:
      return 5;
    case DataType::kInteger:
      return 10;
    case DataType::kLong:
      return 19;
    default:
      return std::nullopt;
  }
}

bool takes_decimal(const DataType& to, const DataType& from) {
  const auto digits = whole_digits(from);
  const int scale = from.has_decimal() ? from.decimal().scale() : 0;
  return digits && *digits <= to.decimal().precision() - to.decimal().scale() &&
         scale <= to.decimal().scale();
}

using Simple = bool (*)(const DataType& to, const DataType& from);

bool takes_type(const DataType& to, const DataType& from, Simple simple);

bool takes_struct(const DataType::Struct& to, const DataType::Struct& from, Simple simple) {
  if (to.fields_size() != from.fields_size()) return false;
  for (int i = 0; i < to.fields_size(); ++i) {
    const auto &field = to.fields(i), &own = from.fields(i);
    if (!base::iequals(field.name(), own.name()) || !takes_type(field.data_type(), own.data_type(), simple))
      return false;
  }
  return true;
}

// Part by part, of which `simple` knows those that have none.
bool takes_type(const DataType& to, const DataType& from, Simple simple) {
  if (to.has_struct_() && from.has_struct_()) return takes_struct(to.struct_(), from.struct_(), simple);
  if (to.has_array() && from.has_array())
    return takes_type(to.array().element_type(), from.array().element_type(), simple);
  if (to.has_map() && from.has_map())
    return takes_type(to.map().key_type(), from.map().key_type(), simple) &&
           takes_type(to.map().value_type(), from.map().value_type(), simple);
  return simple(to, from);
}

bool takes_simple(const DataType& to, const DataType& from) {
  if (is_text(to) && is_text(from)) return true;
  if (to.has_decimal()) return takes_decimal(to, from);
  if (to.has_timestamp() && (from.has_date() || from.has_timestamp_ntz())) return true;
  return common_type(plan::type_text(from), plan::type_text(to)) == plan::type_text(to);
}

bool is_same_simple(const DataType& to, const DataType& from) {
  return (is_text(to) && is_text(from)) || plan::type_text(to) == plan::type_text(from);
}

bool takes(const std::string& table, const std::string& frame, Simple simple) {
  const auto to = plan::parse_type(table), from = plan::parse_type(frame);
  return to.ok() && from.ok() && takes_type(*to, *from, simple);
}

}  // namespace

bool takes_in(const std::string& table, const std::string& frame) {
  return takes(table, frame, takes_simple);
}

bool is_read_alike(const std::string& table, const std::string& frame) {
  return takes(table, frame, is_same_simple);
}

}  // namespace services::glue::visual
