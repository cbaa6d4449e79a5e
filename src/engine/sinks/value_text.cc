#include "engine/sinks/value_text.h"

#include <fmt/format.h>

#include "engine/functions/types.h"

namespace engine {
namespace {

using Id = duckdb::LogicalTypeId;

template <typename Integer>
void append_integer(std::string& out, const VectorFormat& values, duckdb::idx_t index) {
  fmt::format_to(std::back_inserter(out), "{}", static_cast<std::int64_t>(value_at<Integer>(values, index)));
}

}  // namespace

// By its precision a decimal is held in 16, 32, 64 or 128 bits.
Int128 unscaled_at(const VectorFormat& values, duckdb::idx_t index) {
  switch (values.logical_type.InternalType()) {
    case duckdb::PhysicalType::INT16:
      return value_at<std::int16_t>(values, index);
    case duckdb::PhysicalType::INT32:
      return value_at<std::int32_t>(values, index);
    case duckdb::PhysicalType::INT64:
      return value_at<std::int64_t>(values, index);
    default: {
      const auto& wide = value_at<duckdb::hugeint_t>(values, index);
      return static_cast<Int128>(wide.upper) << 64 | static_cast<Int128>(wide.lower);
    }
  }
}

void append_value(std::string& out, const VectorFormat& values, duckdb::idx_t index, const TimeForms* times) {
  static const TimeForms usual((TimeFormats()));
  const TimeForms& forms = times == nullptr ? usual : *times;
  const auto& type = values.logical_type;
  switch (type.id()) {
    case Id::BOOLEAN:
      out += value_at<bool>(values, index) ? "true" : "false";
      return;
    case Id::TINYINT:
      return append_integer<std::int8_t>(out, values, index);
    case Id::SMALLINT:
      return append_integer<std::int16_t>(out, values, index);
    case Id::INTEGER:
      return append_integer<std::int32_t>(out, values, index);
    case Id::BIGINT:
      return append_integer<std::int64_t>(out, values, index);
    case Id::FLOAT:
      out += float_to_text(value_at<float>(values, index));
      return;
    case Id::DOUBLE:
      out += double_to_text(value_at<double>(values, index));
      return;
    case Id::DECIMAL:
      out += decimal_to_java_text(unscaled_at(values, index), scale_of(type));
      return;
    case Id::DATE:
      return forms.append_date(out, value_at<duckdb::date_t>(values, index).days);
    case Id::TIMESTAMP:
      return forms.append_local(out, value_at<duckdb::timestamp_t>(values, index).value);
    case Id::TIMESTAMP_TZ:
      return forms.append_instant(out, value_at<duckdb::timestamp_t>(values, index).value);
    default: {
      const auto& text = value_at<duckdb::string_t>(values, index);
      out.append(text.GetData(), text.GetSize());
    }
  }
}

std::string bytes_text(const duckdb::string_t& bytes) {
  std::string text = "[";
  for (duckdb::idx_t i = 0; i < bytes.GetSize(); ++i)
    text += fmt::format("{}{:02X}", i == 0 ? "" : " ", static_cast<unsigned char>(bytes.GetData()[i]));
  return text + "]";
}

}  // namespace engine
