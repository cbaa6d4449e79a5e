#include "engine/sources/avro_values.h"

#include <fmt/format.h>

#include <unordered_map>

#include "base/text.h"
#include "engine/lower/field_audit.h"
#include "engine/sources/avro_default.h"
#include "engine/sources/avro_fields.h"
#include "engine/sources/avro_scalars.h"
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

class ListReader final : public AvroReader {
 public:
  ListReader(const AvroType& type, Reader item)
      : least_bytes_(type.least_item_bytes()), weight_(type.parts[0]->weight), item_(std::move(item)) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    const idx_t begin = duckdb::ListVector::GetListSize(into);
    idx_t end = begin;
    while (const std::size_t items = cursor.next_items(least_bytes_)) {
      cursor.make(items, weight_);
      duckdb::ListVector::Reserve(into, end + items);
      auto& entries = duckdb::ListVector::GetEntry(into);
      for (std::size_t i = 0; i < items; ++i) item_->read(cursor, entries, end++);
      duckdb::ListVector::SetListSize(into, end);
    }
    FlatVector::GetData<duckdb::list_entry_t>(into)[row] = {begin, end - begin};
  }

 private:
  const std::size_t least_bytes_;
  const std::size_t weight_;
  const Reader item_;
};

// A NULL struct has NULL fields, which readers of values that are there leave as they are.
void forget_null(Vector& vector, idx_t row) {
  FlatVector::SetNull(vector, row, false);
  if (vector.GetType().id() != duckdb::LogicalTypeId::STRUCT) return;
  for (auto& field : duckdb::StructVector::GetEntries(vector)) forget_null(*field, row);
}

// Of a key that comes again, the last value counts.
class MapReader final : public AvroReader {
 public:
  MapReader(const AvroType& type, Reader value)
      : least_bytes_(type.least_item_bytes()), weight_(1 + type.parts[0]->weight), value_(std::move(value)) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    const idx_t begin = duckdb::ListVector::GetListSize(into);
    idx_t end = begin;
    places_.clear();
    while (const std::size_t items = cursor.next_items(least_bytes_)) {
      cursor.make(items, weight_);
      duckdb::ListVector::Reserve(into, end + items);
      for (std::size_t i = 0; i < items; ++i) read_pair(cursor, into, end);
      duckdb::ListVector::SetListSize(into, end);
    }
    FlatVector::GetData<duckdb::list_entry_t>(into)[row] = {begin, end - begin};
  }

 private:
  void read_pair(AvroCursor& cursor, Vector& into, idx_t& end) {
    const std::string_view key = cursor.next_bytes();
    const auto [place, is_new] = places_.try_emplace(std::string(key), end);
    if (is_new) put_avro_bytes(key, true, duckdb::MapVector::GetKeys(into), end++);
    auto& values = duckdb::MapVector::GetValues(into);
    if (!is_new) forget_null(values, place->second);
    value_->read(cursor, values, place->second);
  }

  const std::size_t least_bytes_;
  const std::size_t weight_;
  const Reader value_;
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
    const AvroFields fields(record, record_of(schema));
    std::vector<AvroRecordReader::Part> parts;
    for (const auto& field : record.fields) parts.push_back({.type = field.type});
    std::vector<AvroRecordReader::Missing> missing;
    for (std::size_t w = 0; w < wanted.size(); ++w) {
      const auto* own = fields.own(wanted[w].name);
      const bool is_by_place = path.empty() && match_.by == AvroMatch::By::Place;
      const auto place =
          is_by_place ? place_in(record, places[w]) : place_by_name(record, fields, wanted[w].name, path);
      if (!place) {
        missing.push_back({w, otherwise(record, wanted[w], own, schema)});
        continue;
      }
      auto& part = parts[*place];
      if (part.reader) refuse_twice(record.fields[*place].name, wanted[w].name);
      part.reader =
          value(*part.type, wanted[w].type, own ? own->type.get() : nullptr, joined(path, wanted[w].name));
      part.place = w;
    }
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
  static std::optional<std::size_t> place_in(const AvroType& record, std::size_t place) {
    return place < record.fields.size() ? std::optional(place) : std::nullopt;
  }

  std::optional<std::size_t> place_by_name(const AvroType& record, const AvroFields& fields,
                                           const std::string& name, const std::string& path) const {
    const auto places = fields.places_of(name);
    if (places.empty()) return std::nullopt;
    if (places.size() == 1) return places[0];
    std::vector<std::string> candidates;
    for (const auto place : places) candidates.push_back(record.fields[place].name);
    raise(base::refusal(
        "BadData", 400,
        fmt::format("{}: Searching for '{}' in Avro schema at {} gave {} matches. Candidates: [{}]",
                    match_.file.uri(), name,
                    path.empty() ? "top-level record" : fmt::format("field '{}'", path), places.size(),
                    base::join(candidates, ", "))));
  }

  [[noreturn]] void refuse_twice(const std::string& field, const std::string& wanted) const {
    raise(unsupported(
        fmt::format("reading the Avro field {} of {} twice, for {} too,", field, match_.file.uri(), wanted)));
  }

  duckdb::Value otherwise(const AvroType& record, const Field& field, const AvroType::Field* own,
                          const AvroType* schema) const {
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
    if (auto scalar = avro_scalar_reader(type, wanted, schema != nullptr)) return scalar;
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
      return std::make_unique<ListReader>(type, value(*type.parts[0], duckdb::ListType::GetChildType(wanted),
                                                      part_of(schema, Kind::Array), path));
    if (type.kind == Kind::Map && wanted.id() == Id::MAP && is_string(duckdb::MapType::KeyType(wanted)))
      return std::make_unique<MapReader>(
          type, value(*type.parts[0], duckdb::MapType::ValueType(wanted), part_of(schema, Kind::Map), path));
    return nullptr;
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
