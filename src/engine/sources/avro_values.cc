#include "engine/sources/avro_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/conversions.h"
#include "engine/functions/kernel.h"
#include "engine/lower/field_audit.h"
#include "engine/sources/avro_default.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::Vector;
using Kind = AvroType::Kind;
using Id = duckdb::LogicalTypeId;
using Reader = std::unique_ptr<AvroReader>;

class NullReader final : public AvroReader {
 public:
  void read(AvroCursor&, Vector& into, idx_t row) override { FlatVector::SetNull(into, row, true); }
};

// A value of T, as `take` gets it.
template <typename T, typename Take>
class PlainReader final : public AvroReader {
 public:
  explicit PlainReader(Take take) : take_(take) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    FlatVector::GetData<T>(into)[row] = take_(cursor);
  }

 private:
  const Take take_;
};

template <typename T, typename Take>
Reader plain(Take take) {
  return std::make_unique<PlainReader<T, Take>>(take);
}

class TextReader final : public AvroReader {
 public:
  explicit TextReader(bool is_text) : is_text_(is_text) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    put(cursor.next_bytes(), is_text_, into, row);
  }

  static void put(std::string_view bytes, bool is_text, Vector& into, idx_t row) {
    const bool broken = is_text && !base::is_valid_utf8(bytes);
    FlatVector::GetData<duckdb::string_t>(into)[row] =
        broken ? duckdb::StringVector::AddStringOrBlob(into, repaired_utf8(bytes))
               : duckdb::StringVector::AddStringOrBlob(into, bytes.data(), bytes.size());
  }

 private:
  const bool is_text_;
};

class FixedReader final : public AvroReader {
 public:
  explicit FixedReader(std::size_t size) : size_(size) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    TextReader::put(cursor.take(size_), false, into, row);
  }

 private:
  const std::size_t size_;
};

class EnumReader final : public AvroReader {
 public:
  explicit EnumReader(std::vector<std::string> symbols) : symbols_(std::move(symbols)) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    const auto place = static_cast<std::uint64_t>(cursor.next_long());
    if (place >= symbols_.size()) cursor.damaged("an enum has no such symbol");
    TextReader::put(symbols_[place], true, into, row);
  }

 private:
  const std::vector<std::string> symbols_;
};

// The bytes of a number, the highest first, which get the scale that is wanted. What does not fit is NULL.
template <typename T>
class DecimalReader final : public AvroReader {
 public:
  DecimalReader(const AvroType& type, int precision, int scale)
      : size_(type.kind == Kind::Fixed ? std::optional(type.size) : std::nullopt),
        own_scale_(type.scale),
        scale_(scale),
        most_(power_of_ten(precision)) {}

  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    const auto value = scaled(size_ ? cursor.take(*size_) : cursor.next_bytes());
    if (value)
      FlatVector::GetData<T>(into)[row] = from_int128<T>(*value);
    else
      FlatVector::SetNull(into, row, true);
  }

 private:
  std::optional<Int128> scaled(std::string_view bytes) const {
    const bool negative = !bytes.empty() && (bytes[0] & 0x80) != 0;
    unsigned __int128 raw = negative ? ~static_cast<unsigned __int128>(0) : 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      const bool is_sign = static_cast<unsigned char>(bytes[i]) == (negative ? 0xff : 0);
      if (bytes.size() - i > sizeof raw && !is_sign) return std::nullopt;
      raw = raw << 8 | static_cast<unsigned char>(bytes[i]);
    }
    auto value = static_cast<Int128>(raw);
    for (int scale = own_scale_; scale < scale_; ++scale) {
      if (value > most_ / 10 || value < -most_ / 10) return std::nullopt;
      value *= 10;
    }
    if (own_scale_ > scale_) value = rounded(value);
    if (value >= most_ || value <= -most_) return std::nullopt;
    return value;
  }
  Int128 rounded(Int128 value) const {
    for (int scale = own_scale_; scale > scale_ + 1; --scale) value /= 10;
    return divide_half_up(value, 10);
  }

  const std::optional<std::size_t> size_;
  const int own_scale_;
  const int scale_;
  const Int128 most_;
};

class ListReader final : public AvroReader {
 public:
  explicit ListReader(Reader item) : item_(std::move(item)) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    const idx_t begin = duckdb::ListVector::GetListSize(into);
    idx_t end = begin;
    while (const std::size_t items = cursor.next_items())
      for (std::size_t i = 0; i < items; ++i) {
        duckdb::ListVector::Reserve(into, end + 1);
        item_->read(cursor, duckdb::ListVector::GetEntry(into), end++);
        duckdb::ListVector::SetListSize(into, end);
      }
    FlatVector::GetData<duckdb::list_entry_t>(into)[row] = {begin, end - begin};
  }

 private:
  Reader item_;
};

// Of a key that comes again, the last value counts.
class MapReader final : public AvroReader {
 public:
  explicit MapReader(Reader value) : value_(std::move(value)) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    const idx_t begin = duckdb::ListVector::GetListSize(into);
    idx_t end = begin;
    places_.clear();
    while (const std::size_t items = cursor.next_items())
      for (std::size_t i = 0; i < items; ++i) {
        const std::string_view key = cursor.next_bytes();
        const auto [place, is_new] = places_.try_emplace(std::string(key), end);
        if (is_new) {
          duckdb::ListVector::Reserve(into, end + 1);
          TextReader::put(key, true, duckdb::MapVector::GetKeys(into), end);
          duckdb::ListVector::SetListSize(into, ++end);
        }
        auto& values = duckdb::MapVector::GetValues(into);
        FlatVector::SetNull(values, place->second, false);
        value_->read(cursor, values, place->second);
      }
    FlatVector::GetData<duckdb::list_entry_t>(into)[row] = {begin, end - begin};
  }

 private:
  Reader value_;
  std::unordered_map<std::string, idx_t> places_;
};

class StructReader final : public AvroReader {
 public:
  explicit StructReader(AvroRecordReader record) : record_(std::move(record)) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    fields_.clear();
    for (auto& field : duckdb::StructVector::GetEntries(into)) fields_.push_back(field.get());
    record_.read(cursor, fields_, row);
  }

 private:
  AvroRecordReader record_;
  std::vector<Vector*> fields_;
};

// Whichever branch there is, as the one type that all of them become.
class UnionReader final : public AvroReader {
 public:
  UnionReader(const AvroType& type, std::vector<Reader> branches)
      : type_(type), branches_(std::move(branches)) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    std::size_t branch = 0;
    cursor.next_branch(type_, branch);
    branches_[branch]->read(cursor, into, row);
  }

 private:
  const AvroType type_;
  std::vector<Reader> branches_;
};

// A struct with a member for each branch that is not null, of which one is set.
class MembersReader final : public AvroReader {
 public:
  MembersReader(const AvroType& type, std::vector<Reader> branches)
      : type_(type), branches_(std::move(branches)) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    std::size_t branch = 0;
    if (cursor.next_branch(type_, branch).kind == Kind::Null) return FlatVector::SetNull(into, row, true);
    auto& members = duckdb::StructVector::GetEntries(into);
    std::size_t member = 0;
    for (std::size_t i = 0; i < type_.parts.size(); ++i) {
      if (type_.parts[i]->kind == Kind::Null) continue;
      if (i == branch)
        branches_[i]->read(cursor, *members[member], row);
      else
        FlatVector::SetNull(*members[member], row, true);
      ++member;
    }
  }

 private:
  const AvroType type_;
  std::vector<Reader> branches_;
};

// What makes readers, and says of which field it is when it cannot.
class Maker {
 public:
  explicit Maker(const AvroMatch& match) : match_(match) {}

  AvroRecordReader record(const AvroType& record, const std::vector<Field>& wanted,
                          const std::vector<std::size_t>& places, const AvroType* schema,
                          const std::string& path) {
    std::vector<std::optional<std::size_t>> found;  // of each field that is wanted, its place in the record
    for (std::size_t i = 0; i < wanted.size(); ++i)
      found.push_back(find(record, wanted[i].name, path.empty() ? places[i] : i, schema, path.empty()));
    std::vector<AvroRecordReader::Part> parts;
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      AvroRecordReader::Part part{.type = record.fields[i].type};
      for (std::size_t w = 0; w < wanted.size(); ++w) {
        if (found[w] != i) continue;
        const auto* own = schema_field(schema, wanted[w].name);
        part.reader =
            value(*part.type, wanted[w].type, own ? own->type.get() : nullptr, joined(path, wanted[w].name));
        part.place = w;
        break;
      }
      parts.push_back(std::move(part));
    }
    std::vector<AvroRecordReader::Missing> missing;
    for (std::size_t w = 0; w < wanted.size(); ++w)
      if (!found[w]) missing.push_back({w, otherwise(record, wanted[w], schema)});
    return {std::move(parts), std::move(missing)};
  }

 private:
  static std::string joined(const std::string& path, const std::string& name) {
    return path.empty() ? name : fmt::format("{}.{}", path, name);
  }

  // The record that a reader's schema has in this place.
  static const AvroType* record_of(const AvroType* schema) {
    if (!schema || schema->kind == Kind::Record) return schema;
    if (schema->kind != Kind::Union) return nullptr;
    for (const auto& part : schema->parts)
      if (part->kind == Kind::Record) return part.get();
    return nullptr;
  }
  static const AvroType* part_of(const AvroType* schema, Kind kind) {
    if (!schema) return nullptr;
    if (schema->kind == kind) return schema->parts[0].get();
    if (schema->kind == Kind::Union)
      for (const auto& part : schema->parts)
        if (part->kind == kind) return part->parts[0].get();
    return nullptr;
  }
  static const AvroType::Field* schema_field(const AvroType* schema, const std::string& name) {
    const auto* record = record_of(schema);
    if (!record) return nullptr;
    const auto found = std::ranges::find_if(
        record->fields, [&](const auto& field) { return base::iequals(field.name, name); });
    return found == record->fields.end() ? nullptr : &*found;
  }

  // By Avro's own rules where the reader has a schema, else by Spark's.
  std::optional<std::size_t> find(const AvroType& record, const std::string& name, std::size_t place,
                                  const AvroType* schema, bool top) const {
    if (top && match_.by == AvroMatch::By::Place)
      return place < record.fields.size() ? std::optional(place) : std::nullopt;
    const auto* own = schema_field(schema, name);
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      const std::string& field = record.fields[i].name;
      if (own ? field == own->name : base::iequals(field, name)) return i;
    }
    if (own)
      for (std::size_t i = 0; i < record.fields.size(); ++i)
        if (std::ranges::find(own->aliases, record.fields[i].name) != own->aliases.end()) return i;
    return std::nullopt;
  }

  duckdb::Value otherwise(const AvroType& record, const Field& field, const AvroType* schema) const {
    const auto* own = schema_field(schema, field.name);
    if (!own) return duckdb::Value(field.type);
    if (own->otherwise)
      return value_or_raise(avro_default(*own->otherwise, *own->type, field.type, field.name));
    raise(base::refusal("BadData", 400,
                        fmt::format("{}: Found {}, expecting {}, missing required field {}",
                                    match_.file.uri(), record.name, record_of(schema)->name, field.name)));
  }

  [[noreturn]] void refuse(const AvroType& type, const Type& wanted, const std::string& path) const {
    raise(base::refusal(
        "BadData", 400,
        fmt::format(
            "{}: Cannot convert Avro field '{}' to SQL field '{}' because schema is incompatible (avroType "
            "= \"{}\", sqlType = {})",
            match_.file.uri(), path, path,
            type.logical.empty() ? std::string(name_of(type.kind)) : type.logical, sql_name(wanted))));
  }

  Reader value(const AvroType& type, const Type& wanted, const AvroType* schema, const std::string& path) {
    if (type.kind == Kind::Union) return of_union(type, wanted, schema, path);
    if (type.kind == Kind::Null) return std::make_unique<NullReader>();
    if (auto nested = of_parts(type, wanted, schema, path)) return nested;
    if (auto reader = of_number(type, wanted, schema != nullptr)) return reader;
    if (auto reader = of_bytes(type, wanted)) return reader;
    refuse(type, wanted, path);
  }

  Reader of_union(const AvroType& type, const Type& wanted, const AvroType* schema, const std::string& path) {
    const auto own = type_of_avro(type);
    const bool are_members = values_of_union(type).size() > 1 && own && own->id() == Id::STRUCT;
    std::vector<Reader> branches;
    if (!are_members) {
      for (const auto& part : type.parts) branches.push_back(value(*part, wanted, schema, path));
      return std::make_unique<UnionReader>(type, std::move(branches));
    }
    if (*own != wanted) refuse(type, wanted, path);
    const auto& members = duckdb::StructType::GetChildTypes(wanted);
    std::size_t member = 0;
    for (const auto& part : type.parts)
      branches.push_back(part->kind == Kind::Null ? std::make_unique<NullReader>()
                                                  : value(*part, members[member++].second, nullptr, path));
    return std::make_unique<MembersReader>(type, std::move(branches));
  }

  Reader of_parts(const AvroType& type, const Type& wanted, const AvroType* schema, const std::string& path) {
    if (type.kind == Kind::Record && wanted.id() == Id::STRUCT) {
      std::vector<Field> fields;
      for (const auto& [name, field] : duckdb::StructType::GetChildTypes(wanted))
        fields.push_back({name, field});
      return std::make_unique<StructReader>(record(type, fields, {}, record_of(schema), path));
    }
    if (type.kind == Kind::Array && wanted.id() == Id::LIST)
      return std::make_unique<ListReader>(
          value(*type.parts[0], duckdb::ListType::GetChildType(wanted), part_of(schema, Kind::Array), path));
    if (type.kind == Kind::Map && wanted.id() == Id::MAP && is_string(duckdb::MapType::KeyType(wanted)))
      return std::make_unique<MapReader>(
          value(*type.parts[0], duckdb::MapType::ValueType(wanted), part_of(schema, Kind::Map), path));
    return nullptr;
  }

  // `promotes`: to all that Avro's own rules allow.
  static Reader of_number(const AvroType& type, const Type& wanted, bool promotes) {
    const bool is_int = type.kind == Kind::Int, is_long = type.kind == Kind::Long;
    const auto next = [](AvroCursor& cursor) { return cursor.next_long(); };
    switch (wanted.id()) {
      case Id::BOOLEAN:
        if (type.kind != Kind::Boolean) return nullptr;
        return plain<bool>([](AvroCursor& cursor) { return cursor.next_boolean(); });
      case Id::INTEGER:
      case Id::DATE:
        if (!is_int) return nullptr;
        return plain<std::int32_t>(
            [](AvroCursor& cursor) { return static_cast<std::int32_t>(cursor.next_long()); });
      case Id::BIGINT:
        if (!is_int && !is_long) return nullptr;
        return plain<std::int64_t>(next);
      case Id::TIMESTAMP:
      case Id::TIMESTAMP_TZ:
        return is_long ? of_time(type) : nullptr;
      case Id::FLOAT:
        if (type.kind == Kind::Float)
          return plain<float>([](AvroCursor& cursor) { return cursor.next_number<float>(); });
        if (!promotes || (!is_int && !is_long)) return nullptr;
        return plain<float>([](AvroCursor& cursor) { return static_cast<float>(cursor.next_long()); });
      case Id::DOUBLE:
        return of_double(type, promotes);
      default:
        return nullptr;
    }
  }

  static Reader of_double(const AvroType& type, bool promotes) {
    if (type.kind == Kind::Double)
      return plain<double>([](AvroCursor& cursor) { return cursor.next_number<double>(); });
    if (type.kind == Kind::Float)
      return plain<double>(
          [](AvroCursor& cursor) { return static_cast<double>(cursor.next_number<float>()); });
    if (type.kind == Kind::Int || (promotes && type.kind == Kind::Long))
      return plain<double>([](AvroCursor& cursor) { return static_cast<double>(cursor.next_long()); });
    return nullptr;
  }

  // What is only a number is taken for milliseconds, as Spark takes it. They may be more than there are
  // microseconds for.
  static Reader of_time(const AvroType& type) {
    if (type.logical.ends_with("micros"))
      return plain<std::int64_t>([](AvroCursor& cursor) { return cursor.next_long(); });
    if (!type.logical.empty() && !type.logical.ends_with("timestamp-millis")) return nullptr;
    return plain<std::int64_t>([](AvroCursor& cursor) {
      std::int64_t micros = 0;
      if (__builtin_mul_overflow(cursor.next_long(), std::int64_t{1000}, &micros))
        cursor.damaged("a timestamp is out of range");
      return micros;
    });
  }

  static Reader of_bytes(const AvroType& type, const Type& wanted) {
    switch (wanted.id()) {
      case Id::VARCHAR:
        if (type.kind == Kind::Enum) return std::make_unique<EnumReader>(type.symbols);
        return type.kind == Kind::String ? std::make_unique<TextReader>(true) : nullptr;
      case Id::BLOB:
        if (type.kind == Kind::Fixed) return std::make_unique<FixedReader>(type.size);
        return type.kind == Kind::Bytes ? std::make_unique<TextReader>(false) : nullptr;
      case Id::DECIMAL:
        return type.is_decimal() && keeps_digits(type, wanted) ? of_decimal(type, wanted) : nullptr;
      default:
        return nullptr;
    }
  }

  // Before the point; those behind it may be cut.
  static bool keeps_digits(const AvroType& type, const Type& wanted) {
    return precision_of(wanted) - scale_of(wanted) >= type.precision - type.scale;
  }

  static Reader of_decimal(const AvroType& type, const Type& wanted) {
    const int precision = precision_of(wanted), scale = scale_of(wanted);
    switch (wanted.InternalType()) {
      case duckdb::PhysicalType::INT16:
        return std::make_unique<DecimalReader<std::int16_t>>(type, precision, scale);
      case duckdb::PhysicalType::INT32:
        return std::make_unique<DecimalReader<std::int32_t>>(type, precision, scale);
      case duckdb::PhysicalType::INT64:
        return std::make_unique<DecimalReader<std::int64_t>>(type, precision, scale);
      default:
        return std::make_unique<DecimalReader<duckdb::hugeint_t>>(type, precision, scale);
    }
  }

  const AvroMatch& match_;
};

}  // namespace

void AvroRecordReader::read(AvroCursor& cursor, const std::vector<Vector*>& into, idx_t row) {
  for (const auto& part : parts_)
    if (part.reader)
      part.reader->read(cursor, *into[part.place], row);
    else
      cursor.skip(*part.type);
  for (const auto& missing : missing_) {
    if (missing.value.IsNull())
      FlatVector::SetNull(*into[missing.place], row, true);
    else
      into[missing.place]->SetValue(row, missing.value);
  }
}

AvroRecordReader avro_record_reader(const AvroType& record, const std::vector<Field>& wanted,
                                    const std::vector<std::size_t>& places, const AvroMatch& match) {
  return Maker(match).record(record, wanted, places, match.schema, "");
}

}  // namespace engine
