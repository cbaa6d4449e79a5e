#include "engine/sources/orc_scalars.h"

#include <fmt/format.h>

#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>

#include "engine/functions/characters.h"
#include "engine/functions/kernel.h"
#include "engine/functions/time_zone.h"
#include "engine/sources/hybrid_calendar.h"
#include "engine/sources/orc_column_base.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::Vector;
using Made = std::unique_ptr<OrcColumn>;

// A value for each row, as the next() of a Source gives them.
template <typename Source>
class ScalarColumn final : public OrcColumnBase {
 public:
  template <typename... More>
  ScalarColumn(const OrcStripe& stripe, std::uint32_t column, More... more)
      : OrcColumnBase(stripe, column), source_(stripe, column, more...) {}

 protected:
  std::size_t values(Vector& into, idx_t count, const Mask* there) override {
    using T = decltype(source_.next());
    auto* out = FlatVector::GetData<T>(into);
    for (idx_t row = 0; row < count; ++row)
      if (is_there(there, row)) out[row] = source_.next();
    return count * sizeof(T);
  }

 private:
  Source source_;
};

OrcIntegers signed_data(const OrcStripe& stripe, std::uint32_t column) {
  return orc_integers(stripe, column, orc::Stream::DATA, OrcIntegers::Sign::Signed);
}

template <typename T>
struct Integers {
  Integers(const OrcStripe& stripe, std::uint32_t column) : data(signed_data(stripe, column)) {}
  T next() { return static_cast<T>(data.next()); }

  OrcIntegers data;
};

struct Dates {
  Dates(const OrcStripe& stripe, std::uint32_t column)
      : file(stripe.file()), data(signed_data(stripe, column)), hybrid(stripe.hybrid_calendar()) {}
  duckdb::date_t next() {
    const auto days = data.next();
    if (!std::in_range<std::int32_t>(days))
      raise_damaged(file, "Malformed ORC file. A date is out of range.");
    return duckdb::date_t(static_cast<std::int32_t>(hybrid ? of_hybrid_calendar(days) : days));
  }

  const InputFile& file;
  OrcIntegers data;
  const bool hybrid;
};

struct Booleans {
  Booleans(const OrcStripe& stripe, std::uint32_t column) : data(stripe.stream(column, orc::Stream::DATA)) {}
  bool next() { return data.next(); }

  OrcBits data;
};

struct Bytes {
  Bytes(const OrcStripe& stripe, std::uint32_t column) : data(stripe.stream(column, orc::Stream::DATA)) {}
  std::int8_t next() { return static_cast<std::int8_t>(data.next()); }

  OrcBytes data;
};

// float and double, as the machine has them.
template <typename T>
struct Floats {
  Floats(const OrcStripe& stripe, std::uint32_t column) : data(stripe.stream(column, orc::Stream::DATA)) {}
  T next() {
    T value;
    data.read(reinterpret_cast<char*>(&value), sizeof value);
    return value;
  }

  OrcStream data;
};

// 1. Seconds since the start of 2015 on the wall of whoever wrote them, and nanoseconds without the zeros at
//    their end.
// 2. Where the seconds are negative, the fraction still counts upwards, but the writer rounded towards 1970.
//    What pyarrow writes there has a negative fraction instead.
// 3. What is read is the time on the writer's wall, as Spark has it, taken as if that wall were at UTC; but
//    of the type that is an instant, the instant.
class Timestamps {
 public:
  Timestamps(const OrcStripe& stripe, std::uint32_t column, bool is_instant)
      : file_(stripe.file()),
        seconds_(signed_data(stripe, column)),
        fractions_(orc_integers(stripe, column, orc::Stream::SECONDARY, OrcIntegers::Sign::Unsigned)),
        zone_(is_instant ? TimeZone::utc() : zone_of(stripe)),
        hybrid_(stripe.hybrid_calendar()),
        base_seconds_(zone_.to_utc(kBaseSeconds * 1000) / 1000) {}

  duckdb::timestamp_t next() {
    std::int64_t seconds = next_seconds();
    const std::int64_t nanos = next_nanos();
    if (seconds < 0 && nanos >= kNanosOfMilli) --seconds;
    if (zone_ != TimeZone::utc()) seconds += zone_.offset_ms(seconds * kMillis) / kMillis;
    const std::int64_t micros = seconds * kMicros + nanos / 1000 - (nanos % 1000 < 0 ? 1 : 0);
    return duckdb::timestamp_t(hybrid_ ? micros_of_hybrid_calendar(micros) : micros);
  }

 private:
  static constexpr std::int64_t kBaseSeconds = 1420070400;  // 2015-01-01 00:00:00
  static constexpr std::int64_t kMillis = 1000, kMicros = 1000000;
  static constexpr std::int64_t kNanosOfMilli = 1000000, kNanosOfSecond = 1000000000;
  // Times have as many microseconds as there are numbers for, whatever the zone adds.
  static constexpr std::int64_t kMostSeconds =
      std::numeric_limits<std::int64_t>::max() / kMicros - std::int64_t{2} * 86400;

  static TimeZone zone_of(const OrcStripe& stripe) {
    if (stripe.time_zone().empty()) return TimeZone::utc();
    const auto zone = TimeZone::named(stripe.time_zone());
    if (!zone)
      raise_damaged(stripe.file(),
                    fmt::format("the time zone {} is not known", repaired_utf8(stripe.time_zone())));
    return *zone;
  }

  std::int64_t next_seconds() {
    std::int64_t seconds = 0;
    if (__builtin_add_overflow(seconds_.next(), base_seconds_, &seconds) || seconds > kMostSeconds ||
        seconds < -kMostSeconds)
      raise_damaged(file_, "Malformed ORC file. A timestamp is out of range.");
    return seconds;
  }

  std::int64_t next_nanos() {
    const auto packed = fractions_.next();
    std::int64_t nanos = packed >> 3;
    if (const auto zeros = packed & 7; zeros != 0)
      for (std::int64_t i = 0; i <= zeros && std::abs(nanos) < kNanosOfSecond; ++i) nanos *= 10;
    if (std::abs(nanos) >= kNanosOfSecond)
      raise_damaged(file_, "Malformed ORC file. A fraction is out of range.");
    return nanos;
  }

  const InputFile& file_;
  OrcIntegers seconds_;
  OrcIntegers fractions_;
  const TimeZone zone_;
  const bool hybrid_;
  const std::int64_t base_seconds_;
};

// Numbers of any length, each with a scale of its own, which becomes the type's.
template <typename T>
class DecimalColumn final : public OrcColumnBase {
 public:
  DecimalColumn(const OrcStripe& stripe, std::uint32_t column, const Type& type)
      : OrcColumnBase(stripe, column),
        data_(stripe.stream(column, orc::Stream::DATA)),
        scales_(orc_integers(stripe, column, orc::Stream::SECONDARY, OrcIntegers::Sign::Signed)),
        most_(power_of_ten(precision_of(type))),
        scale_(scale_of(type)) {}

 protected:
  std::size_t values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<T>(into);
    for (idx_t row = 0; row < count; ++row) {
      if (!is_there(there, row)) continue;
      const auto value = next();
      if (!value)
        FlatVector::SetNull(into, row, true);
      else
        out[row] = from_int128<T>(*value);
    }
    return count * sizeof(T);
  }

 private:
  // Nothing: it does not fit, which is NULL.
  std::optional<Int128> next() {
    const auto raw = orc_varint<unsigned __int128>(data_);
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

template <typename Source, typename... More>
Made scalar(const OrcStripe& stripe, std::uint32_t column, More... more) {
  return std::make_unique<ScalarColumn<Source>>(stripe, column, more...);
}

Made decimal_column(const OrcStripe& stripe, std::uint32_t column, const Type& type) {
  switch (type.InternalType()) {
    case duckdb::PhysicalType::INT16:
      return std::make_unique<DecimalColumn<std::int16_t>>(stripe, column, type);
    case duckdb::PhysicalType::INT32:
      return std::make_unique<DecimalColumn<std::int32_t>>(stripe, column, type);
    case duckdb::PhysicalType::INT64:
      return std::make_unique<DecimalColumn<std::int64_t>>(stripe, column, type);
    default:
      return std::make_unique<DecimalColumn<duckdb::hugeint_t>>(stripe, column, type);
  }
}

}  // namespace

Made orc_scalar_column(const OrcStripe& stripe, std::uint32_t column, const Type& type) {
  switch (stripe.footer().types(static_cast<int>(column)).kind()) {
    case orc::Type::BOOLEAN:
      return scalar<Booleans>(stripe, column);
    case orc::Type::BYTE:
      return scalar<Bytes>(stripe, column);
    case orc::Type::SHORT:
      return scalar<Integers<std::int16_t>>(stripe, column);
    case orc::Type::INT:
      return scalar<Integers<std::int32_t>>(stripe, column);
    case orc::Type::LONG:
      return scalar<Integers<std::int64_t>>(stripe, column);
    case orc::Type::FLOAT:
      return scalar<Floats<float>>(stripe, column);
    case orc::Type::DOUBLE:
      return scalar<Floats<double>>(stripe, column);
    case orc::Type::DATE:
      return scalar<Dates>(stripe, column);
    case orc::Type::DECIMAL:
      return decimal_column(stripe, column, type);
    case orc::Type::TIMESTAMP:
      return scalar<Timestamps>(stripe, column, false);
    case orc::Type::TIMESTAMP_INSTANT:
      return scalar<Timestamps>(stripe, column, true);
    default:
      return nullptr;
  }
}

}  // namespace engine
