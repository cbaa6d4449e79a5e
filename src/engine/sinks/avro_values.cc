#include "engine/sinks/avro_values.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "engine/functions/kernel.h"
#include "engine/sinks/avro_bytes.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::idx_t;
using Kind = AvroType::Kind;
using Id = duckdb::LogicalTypeId;
using Writer = std::unique_ptr<AvroWriter>;
using Made = base::Result<Writer>;

std::string_view bytes_at(const VectorFormat& values, idx_t index) {
  const auto& text = value_at<duckdb::string_t>(values, index);
  return {text.GetData(), text.GetSize()};
}

// Of a type that knows no NULL.
class ValueWriter : public AvroWriter {
 public:
  explicit ValueWriter(std::string path) : path_(std::move(path)) {}

  void append(std::string& out, const VectorFormat& values, idx_t row) const final {
    idx_t index = 0;
    if (!is_valid(values, row, index))
      raise(base::refusal(
          "BadData", 400,
          fmt::format("The Avro field {} cannot be null, and a row has no value for it.", path_)));
    append_value(out, values, index);
  }

 protected:
  virtual void append_value(std::string& out, const VectorFormat& values, idx_t index) const = 0;
  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

// Of a type that knows nothing else.
class NullWriter final : public AvroWriter {
 public:
  explicit NullWriter(std::string path) : path_(std::move(path)) {}

  void append(std::string&, const VectorFormat& values, idx_t row) const override {
    idx_t index = 0;
    if (is_valid(values, row, index))
      raise(base::refusal("BadData", 400,
                          fmt::format("The Avro field {} is null, and a row has a value for it.", path_)));
  }

 private:
  const std::string path_;
};

// The number of the branch, then its value.
class NullableWriter final : public AvroWriter {
 public:
  NullableWriter(Writer value, int value_branch) : value_(std::move(value)), value_branch_(value_branch) {}
  void append(std::string& out, const VectorFormat& values, idx_t row) const override {
    idx_t index = 0;
    const bool is_there = is_valid(values, row, index);
    append_avro_long(out, is_there ? value_branch_ : 1 - value_branch_);
    if (is_there) value_->append(out, values, row);
  }

 private:
  const Writer value_;
  const int value_branch_;
};

template <typename Append>
class PlainWriter final : public ValueWriter {
 public:
  PlainWriter(std::string path, Append append) : ValueWriter(std::move(path)), append_(append) {}

 protected:
  void append_value(std::string& out, const VectorFormat& values, idx_t index) const override {
    append_(out, values, index);
  }

 private:
  const Append append_;
};

template <typename Append>
Writer plain(const std::string& path, Append append) {
  return std::make_unique<PlainWriter<Append>>(path, append);
}

template <typename T>
Writer integer(const std::string& path) {
  return plain(path, [](std::string& out, const VectorFormat& values, idx_t index) {
    append_avro_long(out, static_cast<std::int64_t>(value_at<T>(values, index)));
  });
}

template <typename From, typename To>
Writer floating(const std::string& path) {
  return plain(path, [](std::string& out, const VectorFormat& values, idx_t index) {
    const To number = static_cast<To>(value_at<From>(values, index));
    out.append(reinterpret_cast<const char*>(&number), sizeof number);
  });
}

class FixedWriter final : public ValueWriter {
 public:
  FixedWriter(std::string path, std::size_t size) : ValueWriter(std::move(path)), size_(size) {}

 protected:
  void append_value(std::string& out, const VectorFormat& values, idx_t index) const override {
    const std::string_view bytes = bytes_at(values, index);
    if (bytes.size() != size_)
      raise(base::refusal(
          "BadData", 400,
          fmt::format("Cannot write {} bytes of binary data into the Avro field {} of type fixed with "
                      "size {} bytes.",
                      bytes.size(), path(), size_)));
    out += bytes;
  }

 private:
  const std::size_t size_;
};

class EnumWriter final : public ValueWriter {
 public:
  EnumWriter(std::string path, std::vector<std::string> symbols)
      : ValueWriter(std::move(path)), symbols_(std::move(symbols)) {}

 protected:
  void append_value(std::string& out, const VectorFormat& values, idx_t index) const override {
    const std::string_view text = bytes_at(values, index);
    const auto found = std::ranges::find(symbols_, text);
    if (found == symbols_.end())
      raise(base::refusal(
          "BadData", 400,
          fmt::format("Cannot write \"{}\" into the Avro field {} since it's not defined in its enum: "
                      "{}.",
                      text, path(), base::join(symbols_, ", "))));
    append_avro_long(out, found - symbols_.begin());
  }

 private:
  const std::vector<std::string> symbols_;
};

// The number's bytes, the highest first; as many as fixed has, or as it takes.
template <typename T>
class DecimalWriter final : public ValueWriter {
 public:
  DecimalWriter(std::string path, std::optional<std::size_t> size)
      : ValueWriter(std::move(path)), size_(size) {}

 protected:
  void append_value(std::string& out, const VectorFormat& values, idx_t index) const override {
    const Int128 number = to_int128(value_at<T>(values, index));
    std::string bytes;
    for (int shift = 120; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
    const char sign = number < 0 ? '\xff' : '\0';
    std::size_t unused = 0;
    while (unused + 1 < bytes.size() && bytes[unused] == sign && ((bytes[unused + 1] ^ sign) & 0x80) == 0)
      ++unused;
    bytes.erase(0, unused);
    if (!size_) return append_avro_bytes(out, bytes);
    if (bytes.size() > *size_)
      raise(
          base::refusal("BadData", 400, fmt::format("A decimal is too long for the Avro field {}.", path())));
    out.append(*size_ - bytes.size(), sign);
    out += bytes;
  }

 private:
  const std::optional<std::size_t> size_;
};

// One block of all items, then the end.
class ListWriter final : public ValueWriter {
 public:
  ListWriter(std::string path, Writer item) : ValueWriter(std::move(path)), item_(std::move(item)) {}

 protected:
  void append_value(std::string& out, const VectorFormat& values, idx_t index) const override {
    const auto& list = value_at<duckdb::list_entry_t>(values, index);
    if (list.length > 0) append_avro_long(out, static_cast<std::int64_t>(list.length));
    for (idx_t i = 0; i < list.length; ++i) item_->append(out, values.children[0], list.offset + i);
    append_avro_long(out, 0);
  }

 private:
  const Writer item_;
};

class MapWriter final : public ValueWriter {
 public:
  MapWriter(std::string path, Writer value) : ValueWriter(std::move(path)), value_(std::move(value)) {}

 protected:
  void append_value(std::string& out, const VectorFormat& values, idx_t index) const override {
    const auto& map = value_at<duckdb::list_entry_t>(values, index);
    const auto& pairs = values.children[0];
    if (map.length > 0) append_avro_long(out, static_cast<std::int64_t>(map.length));
    for (idx_t i = 0; i < map.length; ++i) {
      const idx_t pair = pairs.unified.sel->get_index(map.offset + i);
      append_avro_bytes(out, bytes_at(pairs.children[0], pairs.children[0].unified.sel->get_index(pair)));
      value_->append(out, pairs.children[1], pair);
    }
    append_avro_long(out, 0);
  }

 private:
  const Writer value_;
};

class StructWriter final : public ValueWriter {
 public:
  StructWriter(std::string path, AvroRowWriter fields)
      : ValueWriter(std::move(path)), fields_(std::move(fields)) {}

 protected:
  void append_value(std::string& out, const VectorFormat& values, idx_t index) const override {
    for (const auto& field : fields_.parts) field.writer->append(out, values.children[field.column], index);
  }

 private:
  const AvroRowWriter fields_;
};

base::Error incompatible(const AvroType& type, const Type& from, const std::string& path) {
  return base::refusal(
      "BadData", 400,
      fmt::format(
          "Cannot convert SQL field '{}' to Avro field '{}' because schema is incompatible (sqlType = {}, "
          "avroType = \"{}\")",
          path, path, sql_name(from), type.logical.empty() ? std::string(name_of(type.kind)) : type.logical));
}

base::Result<AvroRowWriter> fields_writer(const AvroType& record, const std::vector<Field>& columns,
                                          AvroFieldsBy by, const std::string& path);
Made writer(const AvroType& type, const Type& from, const std::string& path);

Made union_writer(const AvroType& type, const Type& from, const std::string& path) {
  const auto values = values_of_union(type);
  if (values.size() == 1 && type.parts.size() == 2)
    return Writer(std::make_unique<NullableWriter>(TRY(writer(*values[0], from, path)),
                                                   type.parts[0]->kind == Kind::Null ? 1 : 0));
  return incompatible(type, from, path);
}

Writer decimal_writer(const AvroType& type, const Type& from, const std::string& path) {
  const auto size = type.kind == Kind::Fixed ? std::optional(type.size) : std::nullopt;
  switch (from.InternalType()) {
    case duckdb::PhysicalType::INT16:
      return std::make_unique<DecimalWriter<std::int16_t>>(path, size);
    case duckdb::PhysicalType::INT32:
      return std::make_unique<DecimalWriter<std::int32_t>>(path, size);
    case duckdb::PhysicalType::INT64:
      return std::make_unique<DecimalWriter<std::int64_t>>(path, size);
    default:
      return std::make_unique<DecimalWriter<duckdb::hugeint_t>>(path, size);
  }
}

// Times are microseconds here.
Writer time_writer(const AvroType& type, const std::string& path) {
  if (type.logical.ends_with("micros")) return integer<std::int64_t>(path);
  if (!type.logical.empty() && !type.logical.ends_with("millis")) return nullptr;
  return plain(path, [](std::string& out, const VectorFormat& values, idx_t index) {
    const std::int64_t micros = value_at<std::int64_t>(values, index);
    append_avro_long(out, micros / 1000 - (micros % 1000 < 0 ? 1 : 0));
  });
}

// Null: the type takes no such values.
Writer scalar_writer(const AvroType& type, const Type& from, const std::string& path) {
  const bool is_long = type.kind == Kind::Long;
  switch (from.id()) {
    case Id::BOOLEAN:
      if (type.kind != Kind::Boolean) return nullptr;
      return plain(path, [](std::string& out, const VectorFormat& values, idx_t index) {
        out += value_at<bool>(values, index) ? '\1' : '\0';
      });
    case Id::TINYINT:
      return type.kind == Kind::Int ? integer<std::int8_t>(path) : nullptr;
    case Id::SMALLINT:
      return type.kind == Kind::Int ? integer<std::int16_t>(path) : nullptr;
    case Id::INTEGER:
    case Id::DATE:
      return type.kind == Kind::Int ? integer<std::int32_t>(path) : nullptr;
    case Id::BIGINT:
      return is_long ? integer<std::int64_t>(path) : nullptr;
    case Id::TIMESTAMP:
    case Id::TIMESTAMP_TZ:
      return is_long ? time_writer(type, path) : nullptr;
    case Id::FLOAT:
      return type.kind == Kind::Float ? floating<float, float>(path) : nullptr;
    case Id::DOUBLE:
      return type.kind == Kind::Double ? floating<double, double>(path) : nullptr;
    case Id::DECIMAL:
      if (!type.is_decimal() || type.scale != scale_of(from) || type.precision < precision_of(from))
        return nullptr;
      return decimal_writer(type, from, path);
    case Id::VARCHAR:
      if (type.kind == Kind::Enum) return std::make_unique<EnumWriter>(path, type.symbols);
      break;
    case Id::BLOB:
      if (type.kind == Kind::Fixed) return std::make_unique<FixedWriter>(path, type.size);
      break;
    default:
      return nullptr;
  }
  if (type.kind != (from.id() == Id::BLOB ? Kind::Bytes : Kind::String)) return nullptr;
  return plain(path, [](std::string& out, const VectorFormat& values, idx_t index) {
    append_avro_bytes(out, bytes_at(values, index));
  });
}

Made writer(const AvroType& type, const Type& from, const std::string& path) {
  if (type.kind == Kind::Union) return union_writer(type, from, path);
  if (type.kind == Kind::Null) return Writer(std::make_unique<NullWriter>(path));
  if (type.kind == Kind::Record && from.id() == Id::STRUCT) {
    std::vector<Field> fields;
    for (const auto& [name, field] : duckdb::StructType::GetChildTypes(from)) fields.push_back({name, field});
    return Writer(
        std::make_unique<StructWriter>(path, TRY(fields_writer(type, fields, AvroFieldsBy::Name, path))));
  }
  if (type.kind == Kind::Array && from.id() == Id::LIST) {
    auto item = TRY(writer(*type.parts[0], duckdb::ListType::GetChildType(from), path));
    return Writer(std::make_unique<ListWriter>(path, std::move(item)));
  }
  if (type.kind == Kind::Map && from.id() == Id::MAP && is_string(duckdb::MapType::KeyType(from))) {
    auto value = TRY(writer(*type.parts[0], duckdb::MapType::ValueType(from), path));
    return Writer(std::make_unique<MapWriter>(path, std::move(value)));
  }
  if (auto scalar = scalar_writer(type, from, path)) return Writer(std::move(scalar));
  return incompatible(type, from, path);
}

base::Error not_found(const std::string& what, const std::string& name, const std::string& where) {
  return base::refusal("BadData", 400,
                       fmt::format("Found {} in {} but there is no match in the other: cannot write.",
                                   what + " '" + name + "'", where));
}

base::Result<AvroRowWriter> fields_writer(const AvroType& record, const std::vector<Field>& columns,
                                          AvroFieldsBy by, const std::string& path) {
  AvroRowWriter made;
  std::vector<bool> used(columns.size());
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const auto& field = record.fields[i];
    const auto found = by == AvroFieldsBy::Place
                           ? columns.begin() + static_cast<std::ptrdiff_t>(std::min(i, columns.size()))
                           : std::ranges::find_if(columns, [&](const auto& column) {
                               return base::iequals(column.name, field.name);
                             });
    if (found == columns.end()) return not_found("field", field.name, "Avro schema");
    const auto column = static_cast<std::size_t>(found - columns.begin());
    used[column] = true;
    const std::string name = path.empty() ? field.name : fmt::format("{}.{}", path, field.name);
    auto part = TRY(writer(*field.type, found->type, name));
    made.parts.push_back({column, std::move(part)});
  }
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (!used[i]) return not_found("column", columns[i].name, "Catalyst schema");
  return made;
}

}  // namespace

base::Result<AvroRowWriter> avro_row_writer(const AvroType& record, const std::vector<Field>& columns,
                                            AvroFieldsBy by) {
  if (record.kind != Kind::Record)
    return base::refusal("BadData", 400,
                         "The schema of Avro files that are written must be that of a record.");
  return fields_writer(record, columns, by, "");
}

}  // namespace engine
