#include "engine/sources/orc_columns.h"

#include <fmt/format.h>

#include <cstring>
#include <optional>

#include "base/text.h"
#include "duckdb/common/vector_operations/vector_operations.hpp"
#include "engine/functions/characters.h"
#include "engine/functions/conversions.h"
#include "engine/functions/kernel.h"
#include "engine/functions/time_zone.h"
#include "engine/sources/hybrid_calendar.h"
#include "engine/sources/orc_runs.h"
#include "engine/sources/orc_types.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::Vector;
using Id = duckdb::LogicalTypeId;
using Mask = OrcColumn::Mask;

bool is_there(const Mask* mask, idx_t row) {
  return !mask || (*mask)[row] != 0;
}

// What all columns have: a stream that says where values are missing.
class Column : public OrcColumn {
 public:
  Column(const OrcStripe& stripe, std::uint32_t column) {
    if (stripe.has(column, orc::Stream::PRESENT))
      present_.emplace(stripe.stream(column, orc::Stream::PRESENT));
  }

  void read(Vector& into, idx_t count, const Mask* parent) final {
    const Mask* there = parent;
    if (present_) {
      mask_.assign(count, 0);
      for (idx_t row = 0; row < count; ++row)
        if (is_there(parent, row)) mask_[row] = present_->next() ? 1 : 0;
      there = &mask_;
    }
    if (there)
      for (idx_t row = 0; row < count; ++row)
        if (!is_there(there, row)) FlatVector::SetNull(into, row, true);
    values(into, count, there);
  }

 protected:
  virtual void values(Vector& into, idx_t count, const Mask* there) = 0;

 private:
  std::optional<OrcBits> present_;
  Mask mask_;
};

OrcIntegers::Version version_of(const OrcStripe& stripe, std::uint32_t column) {
  const auto kind = stripe.encoding(column).kind();
  const bool second = kind == orc::ColumnEncoding::DIRECT_V2 || kind == orc::ColumnEncoding::DICTIONARY_V2;
  return second ? OrcIntegers::Version::Second : OrcIntegers::Version::First;
}

OrcIntegers integers(const OrcStripe& stripe, std::uint32_t column, orc::Stream::Kind kind,
                     OrcIntegers::Sign sign) {
  return {stripe.stream(column, kind), version_of(stripe, column), sign};
}

template <typename T>
class IntegerColumn final : public Column {
 public:
  IntegerColumn(const OrcStripe& stripe, std::uint32_t column)
      : Column(stripe, column),
        data_(integers(stripe, column, orc::Stream::DATA, OrcIntegers::Sign::Signed)) {}

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<T>(into);
    for (idx_t row = 0; row < count; ++row)
      if (is_there(there, row)) out[row] = static_cast<T>(data_.next());
  }

 private:
  OrcIntegers data_;
};

class DateColumn final : public Column {
 public:
  DateColumn(const OrcStripe& stripe, std::uint32_t column)
      : Column(stripe, column),
        data_(integers(stripe, column, orc::Stream::DATA, OrcIntegers::Sign::Signed)),
        hybrid_(stripe.hybrid_calendar()) {}

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<duckdb::date_t>(into);
    for (idx_t row = 0; row < count; ++row) {
      if (!is_there(there, row)) continue;
      const auto days = data_.next();
      out[row] = duckdb::date_t(static_cast<std::int32_t>(hybrid_ ? of_hybrid_calendar(days) : days));
    }
  }

 private:
  OrcIntegers data_;
  const bool hybrid_;
};

class BooleanColumn final : public Column {
 public:
  BooleanColumn(const OrcStripe& stripe, std::uint32_t column)
      : Column(stripe, column), data_(stripe.stream(column, orc::Stream::DATA)) {}

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<bool>(into);
    for (idx_t row = 0; row < count; ++row)
      if (is_there(there, row)) out[row] = data_.next();
  }

 private:
  OrcBits data_;
};

class ByteColumn final : public Column {
 public:
  ByteColumn(const OrcStripe& stripe, std::uint32_t column)
      : Column(stripe, column), data_(stripe.stream(column, orc::Stream::DATA)) {}

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<std::int8_t>(into);
    for (idx_t row = 0; row < count; ++row)
      if (is_there(there, row)) out[row] = static_cast<std::int8_t>(data_.next());
  }

 private:
  OrcBytes data_;
};

// float and double, as the machine has them.
template <typename T>
class FloatingColumn final : public Column {
 public:
  FloatingColumn(const OrcStripe& stripe, std::uint32_t column)
      : Column(stripe, column), data_(stripe.stream(column, orc::Stream::DATA)) {}

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<T>(into);
    for (idx_t row = 0; row < count; ++row)
      if (is_there(there, row)) data_.read(reinterpret_cast<char*>(out + row), sizeof(T));
  }

 private:
  OrcStream data_;
};

// Bytes behind each other, and their lengths beside them.
class BytesColumn final : public Column {
 public:
  BytesColumn(const OrcStripe& stripe, std::uint32_t column, bool is_text)
      : Column(stripe, column),
        file_(stripe.file()),
        data_(stripe.stream(column, orc::Stream::DATA)),
        lengths_(integers(stripe, column, orc::Stream::LENGTH, OrcIntegers::Sign::Unsigned)),
        is_text_(is_text) {}

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<duckdb::string_t>(into);
    for (idx_t row = 0; row < count; ++row) {
      if (!is_there(there, row)) continue;
      const auto length = static_cast<std::uint64_t>(lengths_.next());
      if (length > kMostBlockBytes) raise_damaged(file_, "Malformed ORC file. A value is too long.");
      bytes_.resize(length);
      data_.read(bytes_.data(), bytes_.size());
      const bool broken = is_text_ && !base::is_valid_utf8(bytes_);
      out[row] = duckdb::StringVector::AddStringOrBlob(into, broken ? repaired_utf8(bytes_) : bytes_);
    }
  }

 private:
  const InputFile& file_;
  OrcStream data_;
  OrcIntegers lengths_;
  const bool is_text_;
  std::string bytes_;
};

// Each text once, and which of them a row has. The texts of a stripe are in memory.
class DictionaryColumn final : public Column {
 public:
  DictionaryColumn(const OrcStripe& stripe, std::uint32_t column)
      : Column(stripe, column),
        file_(stripe.file()),
        data_(integers(stripe, column, orc::Stream::DATA, OrcIntegers::Sign::Unsigned)) {
    const std::string all = stripe.stream(column, orc::Stream::DICTIONARY_DATA).rest();
    auto lengths = integers(stripe, column, orc::Stream::LENGTH, OrcIntegers::Sign::Unsigned);
    std::size_t begin = 0;
    for (std::uint32_t i = 0; i < stripe.encoding(column).dictionarysize(); ++i) {
      const auto length = static_cast<std::uint64_t>(lengths.next());
      if (length > all.size() - begin) raise_damaged(file_, "Malformed ORC file. A dictionary is cut off.");
      const std::string text = all.substr(begin, length);
      texts_.push_back(base::is_valid_utf8(text) ? text : repaired_utf8(text));
      begin += length;
    }
  }

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<duckdb::string_t>(into);
    for (idx_t row = 0; row < count; ++row) {
      if (!is_there(there, row)) continue;
      const auto place = static_cast<std::uint64_t>(data_.next());
      if (place >= texts_.size())
        raise_damaged(file_, "Malformed ORC file. A text is not in its dictionary.");
      out[row] = duckdb::StringVector::AddString(into, texts_[place]);
    }
  }

 private:
  const InputFile& file_;
  OrcIntegers data_;
  std::vector<std::string> texts_;
};

// 1. Seconds since the start of 2015 on the wall of whoever wrote them, and nanoseconds without the zeros at
//    their end.
// 2. Where the seconds are negative, the fraction still counts upwards, but the writer rounded towards 1970.
// 3. What is read is the time on the writer's wall, as Spark has it, taken as if that wall were at UTC; but
// of
//    the type that is an instant, the instant.
class TimestampColumn final : public Column {
 public:
  TimestampColumn(const OrcStripe& stripe, std::uint32_t column, bool is_instant)
      : Column(stripe, column),
        seconds_(integers(stripe, column, orc::Stream::DATA, OrcIntegers::Sign::Signed)),
        fractions_(integers(stripe, column, orc::Stream::SECONDARY, OrcIntegers::Sign::Unsigned)),
        zone_(is_instant ? TimeZone::utc() : zone_of(stripe)),
        hybrid_(stripe.hybrid_calendar()) {
    base_seconds_ = zone_.to_utc(kBaseSeconds * 1000) / 1000;
  }

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<duckdb::timestamp_t>(into);
    for (idx_t row = 0; row < count; ++row)
      if (is_there(there, row)) out[row] = duckdb::timestamp_t(next());
  }

 private:
  static constexpr std::int64_t kBaseSeconds = 1420070400;  // 2015-01-01 00:00:00

  static TimeZone zone_of(const OrcStripe& stripe) {
    if (stripe.time_zone().empty()) return TimeZone::utc();
    const auto zone = TimeZone::named(stripe.time_zone());
    if (!zone) raise_damaged(stripe.file(), fmt::format("the time zone {} is not known", stripe.time_zone()));
    return *zone;
  }

  std::int64_t next() {
    constexpr std::int64_t kMicros = 1000000, kMillis = 1000, kNanosOfMilli = 1000000;
    std::int64_t seconds = seconds_.next() + base_seconds_;
    const auto packed = static_cast<std::uint64_t>(fractions_.next());
    auto nanos = static_cast<std::int64_t>(packed >> 3);
    if (const auto zeros = packed & 7; zeros != 0)
      for (std::uint64_t i = 0; i <= zeros; ++i) nanos *= 10;
    if (seconds < 0 && nanos >= kNanosOfMilli) --seconds;
    if (zone_ != TimeZone::utc()) seconds += zone_.offset_ms(seconds * kMillis) / kMillis;
    const std::int64_t micros = seconds * kMicros + nanos / 1000;
    return hybrid_ ? micros_of_hybrid_calendar(micros) : micros;
  }

  OrcIntegers seconds_;
  OrcIntegers fractions_;
  const TimeZone zone_;
  const bool hybrid_;
  std::int64_t base_seconds_ = 0;
};

// Numbers of any length, each with a scale of its own, which becomes the type's.
template <typename T>
class DecimalColumn final : public Column {
 public:
  DecimalColumn(const OrcStripe& stripe, std::uint32_t column, int precision, int scale)
      : Column(stripe, column),
        data_(stripe.stream(column, orc::Stream::DATA)),
        scales_(integers(stripe, column, orc::Stream::SECONDARY, OrcIntegers::Sign::Signed)),
        most_(power_of_ten(precision)),
        scale_(scale) {}

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<T>(into);
    for (idx_t row = 0; row < count; ++row) {
      if (!is_there(there, row)) continue;
      const auto value = next();
      if (!value)
        FlatVector::SetNull(into, row, true);
      else
        out[row] = from_int128<T>(*value);
    }
  }

 private:
  // Nothing: it does not fit, which is NULL.
  std::optional<Int128> next() {
    using Unsigned = unsigned __int128;
    Unsigned raw = 0;
    for (int shift = 0;; shift += 7) {
      const std::uint8_t byte = data_.byte();
      if (shift < 128) raw |= static_cast<Unsigned>(byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    auto value = static_cast<Int128>(raw >> 1) ^ -static_cast<Int128>(raw & 1);
    for (auto own = scales_.next(); own != scale_; own += own < scale_ ? 1 : -1) {
      if (own > scale_ + 76 || own < scale_ - 76) return std::nullopt;
      if (own > scale_)
        value /= 10;
      else if (value > most_ / 10 || value < -most_ / 10)
        return std::nullopt;
      else
        value *= 10;
    }
    if (value >= most_ || value <= -most_) return std::nullopt;
    return value;
  }

  OrcStream data_;
  OrcIntegers scales_;
  const Int128 most_;
  const int scale_;
};

// Lists, and maps, which are lists of pairs.
class ListColumn final : public Column {
 public:
  ListColumn(const OrcStripe& stripe, std::uint32_t column, std::vector<std::unique_ptr<OrcColumn>> parts)
      : Column(stripe, column),
        file_(stripe.file()),
        lengths_(integers(stripe, column, orc::Stream::LENGTH, OrcIntegers::Sign::Unsigned)),
        parts_(std::move(parts)) {}

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<duckdb::list_entry_t>(into);
    idx_t total = 0;
    for (idx_t row = 0; row < count; ++row) {
      const idx_t length = is_there(there, row) ? static_cast<idx_t>(lengths_.next()) : 0;
      if (length > kMostItems || (total += length) > kMostItems)
        raise_damaged(file_, "Malformed ORC file. A list is too long.");
      out[row] = {total - length, length};
    }
    duckdb::ListVector::Reserve(into, total);
    auto& items = duckdb::ListVector::GetEntry(into);
    if (parts_.size() == 1) {
      parts_[0]->read(items, total, nullptr);
    } else {
      parts_[0]->read(duckdb::MapVector::GetKeys(into), total, nullptr);
      parts_[1]->read(duckdb::MapVector::GetValues(into), total, nullptr);
    }
    duckdb::ListVector::SetListSize(into, total);
  }

 private:
  static constexpr idx_t kMostItems = idx_t{1} << 28;  // of the lists of a chunk

  const InputFile& file_;
  OrcIntegers lengths_;
  std::vector<std::unique_ptr<OrcColumn>> parts_;
};

// Fields that the file has not are NULL; their reader is null.
class StructColumn final : public Column {
 public:
  StructColumn(const OrcStripe& stripe, std::uint32_t column, std::vector<std::unique_ptr<OrcColumn>> fields)
      : Column(stripe, column), fields_(std::move(fields)) {}

 protected:
  void values(Vector& into, idx_t count, const Mask* there) override {
    auto& vectors = duckdb::StructVector::GetEntries(into);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i])
        fields_[i]->read(*vectors[i], count, there);
      else
        for (idx_t row = 0; row < count; ++row) FlatVector::SetNull(*vectors[i], row, true);
    }
  }

 private:
  std::vector<std::unique_ptr<OrcColumn>> fields_;
};

// Of types whose values are the same bytes, the one that DuckDB casts by itself.
Type cast_as(const Type& type) {
  if (type.id() == Id::TIMESTAMP_TZ) return Type::TIMESTAMP;
  return type.id() == Id::BLOB ? Type(Type::VARCHAR) : type;
}

// Values of one type that become another: what does not fit is NULL.
class ConvertedColumn final : public OrcColumn {
 public:
  ConvertedColumn(std::unique_ptr<OrcColumn> column, Type type)
      : column_(std::move(column)), type_(std::move(type)) {}

  void read(Vector& into, idx_t count, const Mask* parent) override {
    const idx_t room = std::max<idx_t>(count, STANDARD_VECTOR_SIZE);
    Vector own(type_, room), from(cast_as(type_), room), same(into.GetType(), room);
    column_->read(own, count, parent);
    from.Reinterpret(own);
    Vector cast(cast_as(into.GetType()), room);
    std::string error;
    if (from.GetType() != cast.GetType()) duckdb::VectorOperations::DefaultTryCast(from, cast, count, &error);
    same.Reinterpret(from.GetType() == cast.GetType() ? from : cast);
    duckdb::VectorOperations::Copy(same, into, count, 0, 0);
  }

 private:
  std::unique_ptr<OrcColumn> column_;
  const Type type_;
};

std::unique_ptr<OrcColumn> decimal_column(const OrcStripe& stripe, std::uint32_t column, const Type& type) {
  const auto make = [&](auto zero) -> std::unique_ptr<OrcColumn> {
    return std::make_unique<DecimalColumn<decltype(zero)>>(stripe, column, precision_of(type),
                                                           scale_of(type));
  };
  switch (type.InternalType()) {
    case duckdb::PhysicalType::INT16:
      return make(std::int16_t{});
    case duckdb::PhysicalType::INT32:
      return make(std::int32_t{});
    case duckdb::PhysicalType::INT64:
      return make(std::int64_t{});
    default:
      return make(duckdb::hugeint_t{});
  }
}

std::unique_ptr<OrcColumn> text_column(const OrcStripe& stripe, std::uint32_t column) {
  const auto kind = stripe.encoding(column).kind();
  if (kind == orc::ColumnEncoding::DICTIONARY || kind == orc::ColumnEncoding::DICTIONARY_V2)
    return std::make_unique<DictionaryColumn>(stripe, column);
  return std::make_unique<BytesColumn>(stripe, column, true);
}

// Of a type without parts, as the file has it.
std::unique_ptr<OrcColumn> plain_column(const OrcStripe& stripe, std::uint32_t column, const Type& type) {
  switch (stripe.footer().types(static_cast<int>(column)).kind()) {
    case orc::Type::BOOLEAN:
      return std::make_unique<BooleanColumn>(stripe, column);
    case orc::Type::BYTE:
      return std::make_unique<ByteColumn>(stripe, column);
    case orc::Type::SHORT:
      return std::make_unique<IntegerColumn<std::int16_t>>(stripe, column);
    case orc::Type::INT:
      return std::make_unique<IntegerColumn<std::int32_t>>(stripe, column);
    case orc::Type::LONG:
      return std::make_unique<IntegerColumn<std::int64_t>>(stripe, column);
    case orc::Type::FLOAT:
      return std::make_unique<FloatingColumn<float>>(stripe, column);
    case orc::Type::DOUBLE:
      return std::make_unique<FloatingColumn<double>>(stripe, column);
    case orc::Type::STRING:
    case orc::Type::VARCHAR:
    case orc::Type::CHAR:
      return text_column(stripe, column);
    case orc::Type::BINARY:
      return std::make_unique<BytesColumn>(stripe, column, false);
    case orc::Type::DATE:
      return std::make_unique<DateColumn>(stripe, column);
    case orc::Type::DECIMAL:
      return decimal_column(stripe, column, type);
    case orc::Type::TIMESTAMP:
      return std::make_unique<TimestampColumn>(stripe, column, false);
    case orc::Type::TIMESTAMP_INSTANT:
      return std::make_unique<TimestampColumn>(stripe, column, true);
    default:
      return nullptr;
  }
}

[[noreturn]] void refuse(const OrcStripe& stripe, const std::string& name, const std::string& type,
                         const Type& wanted) {
  raise(base::refusal("BadData", 400,
                      fmt::format("the column {} of the ORC file {} is {} and cannot be read as {}", name,
                                  stripe.file().uri(), type, hive_name(wanted))));
}

std::unique_ptr<OrcColumn> struct_column(const OrcStripe& stripe, std::uint32_t column,
                                         const std::string& name, const Type& wanted) {
  const auto& type = stripe.footer().types(static_cast<int>(column));
  std::vector<std::unique_ptr<OrcColumn>> fields;
  for (const auto& [field, field_type] : duckdb::StructType::GetChildTypes(wanted)) {
    std::unique_ptr<OrcColumn> reader;
    for (int i = 0; i < type.subtypes_size() && !reader; ++i)
      if (base::iequals(type.fieldnames(i), field))
        reader = orc_column(stripe, type.subtypes(i), fmt::format("{}.{}", name, field), field_type);
    fields.push_back(std::move(reader));
  }
  return std::make_unique<StructColumn>(stripe, column, std::move(fields));
}

std::unique_ptr<OrcColumn> list_column(const OrcStripe& stripe, std::uint32_t column, const std::string& name,
                                       const std::vector<Type>& wanted) {
  const auto& type = stripe.footer().types(static_cast<int>(column));
  std::vector<std::unique_ptr<OrcColumn>> parts;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    parts.push_back(orc_column(stripe, type.subtypes(static_cast<int>(i)), name, wanted[i]));
  return std::make_unique<ListColumn>(stripe, column, std::move(parts));
}

}  // namespace

OrcStripe::OrcStripe(const InputFile& file, const OrcTail& tail, int stripe)
    : file_(file),
      tail_(tail),
      rows_(static_cast<std::int64_t>(tail.footer.stripes(stripe).numberofrows())),
      stripe_footer_(read_stripe_footer(file, tail, stripe)) {
  const auto& place = tail.footer.stripes(stripe);
  auto offset = static_cast<std::int64_t>(place.offset());
  const auto end = offset + static_cast<std::int64_t>(place.indexlength() + place.datalength());
  for (const auto& stream : stripe_footer_.streams()) {
    if (stream.length() > static_cast<std::uint64_t>(end - offset))
      raise_damaged(file, "Malformed ORC file. A stream is longer than its stripe.");
    const auto size = static_cast<std::int64_t>(stream.length());
    places_.push_back({stream.column(), stream.kind(), offset, size});
    offset += size;
  }
}

const OrcStripe::Place* OrcStripe::find(std::uint32_t column, orc::Stream::Kind kind) const {
  for (const auto& place : places_)
    if (place.column == column && place.kind == kind) return &place;
  return nullptr;
}

const orc::ColumnEncoding& OrcStripe::encoding(std::uint32_t column) const {
  if (column >= static_cast<std::uint32_t>(stripe_footer_.columns_size()))
    raise_damaged(file_, "Malformed ORC file. A column has no encoding.");
  return stripe_footer_.columns(static_cast<int>(column));
}

OrcStream OrcStripe::stream(std::uint32_t column, orc::Stream::Kind kind) const {
  const auto* place = find(column, kind);
  return {file_, tail_.compression, place ? place->offset : 0, place ? place->size : 0};
}

std::unique_ptr<OrcColumn> orc_column(const OrcStripe& stripe, std::uint32_t column, const std::string& name,
                                      const Type& wanted) {
  const auto& type = stripe.footer().types(static_cast<int>(column));
  const auto kind_name = [&] { return base::to_lower(orc::Type::Kind_Name(type.kind())); };
  switch (type.kind()) {
    case orc::Type::STRUCT:
      if (wanted.id() != Id::STRUCT) refuse(stripe, name, kind_name(), wanted);
      return struct_column(stripe, column, name, wanted);
    case orc::Type::LIST:
      if (wanted.id() != Id::LIST) refuse(stripe, name, kind_name(), wanted);
      return list_column(stripe, column, name, {duckdb::ListType::GetChildType(wanted)});
    case orc::Type::MAP:
      if (wanted.id() != Id::MAP) refuse(stripe, name, kind_name(), wanted);
      return list_column(stripe, column, name,
                         {duckdb::MapType::KeyType(wanted), duckdb::MapType::ValueType(wanted)});
    default:
      break;
  }
  const auto own = type_of_orc(stripe.footer(), column);
  if (!own) refuse(stripe, name, kind_name(), wanted);
  if (!orc_converts(*own, wanted)) refuse(stripe, name, hive_name(*own), wanted);
  auto reader = plain_column(stripe, column, *own);
  if (*own == wanted) return reader;
  return std::make_unique<ConvertedColumn>(std::move(reader), *own);
}

}  // namespace engine
