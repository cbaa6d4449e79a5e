#include "engine/sources/orc_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "duckdb/common/vector_operations/vector_operations.hpp"
#include "engine/functions/conversions.h"
#include "engine/functions/kernel.h"
#include "engine/sources/orc_column_base.h"
#include "engine/sources/orc_scalars.h"
#include "engine/sources/orc_texts.h"
#include "engine/sources/orc_types.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::Vector;
using Id = duckdb::LogicalTypeId;
using Made = std::unique_ptr<OrcColumn>;

std::size_t set_all_null(Vector& into, idx_t count) {
  for (idx_t row = 0; row < count; ++row) FlatVector::SetNull(into, row, true);
  return 0;
}

// Lists, and maps, which are lists of pairs.
class ListColumn final : public OrcColumnBase {
 public:
  ListColumn(const OrcStripe& stripe, std::uint32_t column, std::vector<Made> parts)
      : OrcColumnBase(stripe, column),
        file_(stripe.file()),
        lengths_(orc_integers(stripe, column, orc::Stream::LENGTH, OrcIntegers::Sign::Unsigned)),
        parts_(std::move(parts)) {}

 protected:
  std::size_t values(Vector& into, idx_t count, const Mask* there) override {
    const idx_t total = entries(FlatVector::GetData<duckdb::list_entry_t>(into), count, there);
    duckdb::ListVector::Reserve(into, total);
    std::size_t bytes = count * sizeof(duckdb::list_entry_t);
    if (parts_.size() == 1) {
      bytes += parts_[0]->read(duckdb::ListVector::GetEntry(into), total, nullptr);
    } else {
      auto& keys = duckdb::MapVector::GetKeys(into);
      bytes += parts_[0]->read(keys, total, nullptr);
      if (!FlatVector::Validity(keys).CheckAllValid(total))
        raise_damaged(file_, "Malformed ORC file. A key of a map is NULL.");
      bytes += parts_[1]->read(duckdb::MapVector::GetValues(into), total, nullptr);
    }
    duckdb::ListVector::SetListSize(into, total);
    return bytes;
  }

 private:
  // Of the lists of a chunk, which has few rows where a stripe is large beside their number (orc_files.cc).
  static constexpr idx_t kMostItems = idx_t{1} << 26;

  // Where each list has its items; how many they all have.
  idx_t entries(duckdb::list_entry_t* out, idx_t count, const Mask* there) {
    idx_t total = 0;
    for (idx_t row = 0; row < count; ++row) {
      const idx_t length = is_there(there, row) ? static_cast<idx_t>(lengths_.next()) : 0;
      if (length > kMostItems || (total += length) > kMostItems)
        raise_damaged(file_, "Malformed ORC file. A list is too long.");
      out[row] = {total - length, length};
    }
    return total;
  }

  const InputFile& file_;
  OrcIntegers lengths_;
  const std::vector<Made> parts_;
};

// Fields that the file has not are NULL; their reader is null.
class StructColumn final : public OrcColumnBase {
 public:
  StructColumn(const OrcStripe& stripe, std::uint32_t column, std::vector<Made> fields)
      : OrcColumnBase(stripe, column), fields_(std::move(fields)) {}

 protected:
  std::size_t values(Vector& into, idx_t count, const Mask* there) override {
    auto& vectors = duckdb::StructVector::GetEntries(into);
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < fields_.size(); ++i)
      bytes += fields_[i] ? fields_[i]->read(*vectors[i], count, there) : set_all_null(*vectors[i], count);
    return bytes;
  }

 private:
  const std::vector<Made> fields_;
};

// Of types whose values are the same bytes, the one that DuckDB casts by itself.
Type cast_as(const Type& type) {
  if (type.id() == Id::TIMESTAMP_TZ) return Type::TIMESTAMP;
  return type.id() == Id::BLOB ? Type(Type::VARCHAR) : type;
}

// Values of one type that become another: what does not fit is NULL.
class ConvertedColumn final : public OrcColumn {
 public:
  ConvertedColumn(Made column, Type type) : column_(std::move(column)), type_(std::move(type)) {}

  std::size_t read(Vector& into, idx_t count, const Mask* parent) override {
    const idx_t room = std::max<idx_t>(count, STANDARD_VECTOR_SIZE);
    Vector own(type_, room), from(cast_as(type_), room), same(into.GetType(), room);
    const std::size_t bytes = column_->read(own, count, parent);
    from.Reinterpret(own);
    Vector cast(cast_as(into.GetType()), room);
    std::string error;
    if (from.GetType() != cast.GetType()) duckdb::VectorOperations::DefaultTryCast(from, cast, count, &error);
    same.Reinterpret(from.GetType() == cast.GetType() ? from : cast);
    duckdb::VectorOperations::Copy(same, into, count, 0, 0);
    return bytes;
  }

 private:
  Made column_;
  const Type type_;
};

// Of a type without parts, as the file has it.
Made plain_column(const OrcStripe& stripe, std::uint32_t column, const Type& type) {
  switch (stripe.footer().types(static_cast<int>(column)).kind()) {
    case orc::Type::STRING:
    case orc::Type::VARCHAR:
    case orc::Type::CHAR:
      return orc_text_column(stripe, column);
    case orc::Type::BINARY:
      return orc_binary_column(stripe, column);
    default:
      return orc_scalar_column(stripe, column, type);
  }
}

[[noreturn]] void refuse(const OrcStripe& stripe, const std::string& name, const std::string& type,
                         const Type& wanted) {
  raise(base::refusal("BadData", 400,
                      fmt::format("the column {} of the ORC file {} is {} and cannot be read as {}", name,
                                  stripe.file().uri(), type, hive_name(wanted))));
}

std::string kind_name(const orc::Type& type) {
  return type.has_kind() ? base::to_lower(orc::Type::Kind_Name(type.kind())) : "of a type that is not known";
}

Made struct_column(const OrcStripe& stripe, std::uint32_t column, const std::string& name,
                   const Type& wanted) {
  const auto& type = stripe.footer().types(static_cast<int>(column));
  std::vector<Made> fields;
  for (const auto& [field, field_type] : duckdb::StructType::GetChildTypes(wanted)) {
    Made reader;
    for (int i = 0; i < type.subtypes_size() && !reader; ++i)
      if (base::iequals(type.fieldnames(i), field))
        reader = orc_column(stripe, type.subtypes(i), fmt::format("{}.{}", name, field), field_type);
    fields.push_back(std::move(reader));
  }
  return std::make_unique<StructColumn>(stripe, column, std::move(fields));
}

Made list_column(const OrcStripe& stripe, std::uint32_t column, const std::string& name,
                 const std::vector<Type>& wanted) {
  const auto& type = stripe.footer().types(static_cast<int>(column));
  std::vector<Made> parts;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    parts.push_back(orc_column(stripe, type.subtypes(static_cast<int>(i)), name, wanted[i]));
  return std::make_unique<ListColumn>(stripe, column, std::move(parts));
}

}  // namespace

Made orc_column(const OrcStripe& stripe, std::uint32_t column, const std::string& name, const Type& wanted) {
  const auto& type = stripe.footer().types(static_cast<int>(column));
  switch (type.kind()) {
    case orc::Type::STRUCT:
      if (wanted.id() != Id::STRUCT) refuse(stripe, name, kind_name(type), wanted);
      return struct_column(stripe, column, name, wanted);
    case orc::Type::LIST:
      if (wanted.id() != Id::LIST) refuse(stripe, name, kind_name(type), wanted);
      return list_column(stripe, column, name, {duckdb::ListType::GetChildType(wanted)});
    case orc::Type::MAP:
      if (wanted.id() != Id::MAP) refuse(stripe, name, kind_name(type), wanted);
      return list_column(stripe, column, name,
                         {duckdb::MapType::KeyType(wanted), duckdb::MapType::ValueType(wanted)});
    default:
      break;
  }
  const auto own = type_of_orc(stripe.footer(), column);
  if (!own) refuse(stripe, name, kind_name(type), wanted);
  if (!orc_converts(*own, wanted)) refuse(stripe, name, hive_name(*own), wanted);
  auto reader = plain_column(stripe, column, *own);
  if (*own == wanted) return reader;
  return std::make_unique<ConvertedColumn>(std::move(reader), *own);
}

}  // namespace engine
