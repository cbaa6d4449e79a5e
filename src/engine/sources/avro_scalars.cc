#include "engine/sources/avro_scalars.h"

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/functions/conversions.h"
#include "engine/functions/kernel.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::Vector;
using Kind = AvroType::Kind;
using Id = duckdb::LogicalTypeId;
using Reader = std::unique_ptr<AvroReader>;

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
    put_avro_bytes(cursor.next_bytes(), is_text_, into, row);
  }

 private:
  const bool is_text_;
};

class FixedReader final : public AvroReader {
 public:
  explicit FixedReader(std::size_t size) : size_(size) {}
  void read(AvroCursor& cursor, Vector& into, idx_t row) override {
    put_avro_bytes(cursor.take(size_), false, into, row);
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
    put_avro_bytes(symbols_[place], true, into, row);
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
    if ((value < 0) != negative) return std::nullopt;
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

Reader of_double(const AvroType& type, bool promotes) {
  if (type.kind == Kind::Double)
    return plain<double>([](AvroCursor& cursor) { return cursor.next_number<double>(); });
  if (type.kind == Kind::Float)
    return plain<double>([](AvroCursor& cursor) { return static_cast<double>(cursor.next_number<float>()); });
  if (type.kind == Kind::Int)
    return plain<double>([](AvroCursor& cursor) { return static_cast<double>(cursor.next_int()); });
  if (promotes && type.kind == Kind::Long)
    return plain<double>([](AvroCursor& cursor) { return static_cast<double>(cursor.next_long()); });
  return nullptr;
}

// What is only a number is taken for milliseconds, as Spark takes it. They may be more than there are
// microseconds for.
Reader of_time(const AvroType& type) {
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

// `promotes`: to all that Avro's own rules allow.
Reader of_number(const AvroType& type, const Type& wanted, bool promotes) {
  const bool is_int = type.kind == Kind::Int, is_long = type.kind == Kind::Long;
  const auto next = [is_int](AvroCursor& cursor) { return is_int ? cursor.next_int() : cursor.next_long(); };
  switch (wanted.id()) {
    case Id::BOOLEAN:
      if (type.kind != Kind::Boolean) return nullptr;
      return plain<bool>([](AvroCursor& cursor) { return cursor.next_boolean(); });
    case Id::INTEGER:
    case Id::DATE:
      if (!is_int) return nullptr;
      return plain<std::int32_t>([](AvroCursor& cursor) { return cursor.next_int(); });
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
      return plain<float>([next](AvroCursor& cursor) { return static_cast<float>(next(cursor)); });
    case Id::DOUBLE:
      return of_double(type, promotes);
    default:
      return nullptr;
  }
}

// Before the point; those behind it may be cut.
bool keeps_digits(const AvroType& type, const Type& wanted) {
  return precision_of(wanted) - scale_of(wanted) >= type.precision - type.scale;
}

Reader of_decimal(const AvroType& type, const Type& wanted) {
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

Reader of_bytes(const AvroType& type, const Type& wanted) {
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

}  // namespace

void put_avro_bytes(std::string_view bytes, bool is_text, Vector& into, idx_t row) {
  const bool broken = is_text && !base::is_valid_utf8(bytes);
  FlatVector::GetData<duckdb::string_t>(into)[row] =
      broken ? duckdb::StringVector::AddStringOrBlob(into, repaired_utf8(bytes))
             : duckdb::StringVector::AddStringOrBlob(into, bytes.data(), bytes.size());
}

Reader avro_scalar_reader(const AvroType& type, const Type& wanted, bool promotes) {
  auto number = of_number(type, wanted, promotes);
  return number ? std::move(number) : of_bytes(type, wanted);
}

}  // namespace engine
