#include "engine/sinks/orc_values.h"

#include <fmt/format.h>

#include "engine/functions/conversions.h"
#include "engine/functions/kernel.h"
#include "engine/sinks/orc_encoders.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::idx_t;
using Id = duckdb::LogicalTypeId;
using Sign = OrcIntegerEncoder::Sign;
using Encoding = orc::ColumnEncoding;

// What all columns have: where values are missing, which is written only if some are. A part of what is
// missing has no row at all.
class Encoder : public OrcEncoder {
 public:
  explicit Encoder(Encoding::Kind encoding) : encoding_(encoding) {}

  void add(const VectorFormat& values, idx_t row) final {
    idx_t index = 0;
    if (!is_valid(values, row, index)) return add_null();
    present_.add(true);
    ++count_;
    value(values, index);
  }
  void add_null() final {
    present_.add(false);
    has_null_ = true;
  }

  void finish(OrcStreams& into) final {
    column_ = static_cast<std::uint32_t>(into.encodings.size());
    into.encodings.push_back(encoding_);
    orc::ColumnStatistics statistics;
    statistics.set_numberofvalues(count_);
    statistics.set_hasnull(has_null_);
    into.statistics.push_back(std::move(statistics));
    if (has_null_) put(into, orc::Stream::PRESENT, present_.finish());
    finish_values(into);
  }

 protected:
  virtual void value(const VectorFormat& values, idx_t index) = 0;
  virtual void finish_values(OrcStreams& into) = 0;

  void put(OrcStreams& into, orc::Stream::Kind kind, std::string bytes) const {
    into.streams.push_back({kind, column_, std::move(bytes)});
  }

 private:
  const Encoding::Kind encoding_;
  OrcBitEncoder present_;
  bool has_null_ = false;
  std::uint64_t count_ = 0;
  std::uint32_t column_ = 0;
};

class BooleanEncoder final : public Encoder {
 public:
  BooleanEncoder() : Encoder(Encoding::DIRECT) {}

 protected:
  void value(const VectorFormat& values, idx_t index) override { bits_.add(value_at<bool>(values, index)); }
  void finish_values(OrcStreams& into) override { put(into, orc::Stream::DATA, bits_.finish()); }

 private:
  OrcBitEncoder bits_;
};

class ByteEncoder final : public Encoder {
 public:
  ByteEncoder() : Encoder(Encoding::DIRECT) {}

 protected:
  void value(const VectorFormat& values, idx_t index) override {
    bytes_.add(static_cast<std::uint8_t>(value_at<std::int8_t>(values, index)));
  }
  void finish_values(OrcStreams& into) override { put(into, orc::Stream::DATA, bytes_.finish()); }

 private:
  OrcByteEncoder bytes_;
};

// Integers, and what is one: days, and microseconds of timestamps without a zone.
template <typename T>
class IntegerEncoder final : public Encoder {
 public:
  IntegerEncoder() : Encoder(Encoding::DIRECT_V2) {}

 protected:
  void value(const VectorFormat& values, idx_t index) override { data_.add(value_at<T>(values, index)); }
  void finish_values(OrcStreams& into) override { put(into, orc::Stream::DATA, data_.finish()); }

 private:
  OrcIntegerEncoder data_{Sign::Signed};
};

template <typename T>
class FloatingEncoder final : public Encoder {
 public:
  FloatingEncoder() : Encoder(Encoding::DIRECT) {}

 protected:
  void value(const VectorFormat& values, idx_t index) override {
    const T& number = value_at<T>(values, index);
    data_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
  void finish_values(OrcStreams& into) override { put(into, orc::Stream::DATA, std::move(data_)); }

 private:
  std::string data_;
};

class BytesEncoder final : public Encoder {
 public:
  BytesEncoder() : Encoder(Encoding::DIRECT_V2) {}

 protected:
  void value(const VectorFormat& values, idx_t index) override {
    const auto& bytes = value_at<duckdb::string_t>(values, index);
    data_.append(bytes.GetData(), bytes.GetSize());
    lengths_.add(static_cast<std::int64_t>(bytes.GetSize()));
  }
  void finish_values(OrcStreams& into) override {
    put(into, orc::Stream::DATA, std::move(data_));
    put(into, orc::Stream::LENGTH, lengths_.finish());
  }

 private:
  std::string data_;
  OrcIntegerEncoder lengths_{Sign::Unsigned};
};

// 1. Seconds since the start of 2015, rounded towards 1970, and the fraction, which counts upwards, without
//    the zeros at its end; readers undo this (orc_scalars.cc).
// 2. So a time in the last second before 1970 would be read as one after it: there is no way to write it.
class TimestampEncoder final : public Encoder {
 public:
  TimestampEncoder() : Encoder(Encoding::DIRECT_V2) {}

 protected:
  void value(const VectorFormat& values, idx_t index) override {
    constexpr std::int64_t kMicros = 1000000, kBaseSeconds = 1420070400;
    const std::int64_t micros = value_at<std::int64_t>(values, index);
    const std::int64_t fraction = (micros % kMicros + kMicros) % kMicros;
    const bool rounds_up = micros < 0 && fraction >= kMicros / 1000;
    const std::int64_t rounded_down = micros / kMicros - (micros % kMicros < 0 ? 1 : 0);
    const std::int64_t seconds = rounded_down + (rounds_up ? 1 : 0);
    if (rounds_up && seconds == 0)
      raise(base::refusal(
          "NUMERIC_VALUE_OUT_OF_RANGE", 400,
          fmt::format("ORC cannot hold the timestamp {}: its readers would take it for one a second "
                      "later.",
                      micros_to_text(micros))));
    seconds_.add(seconds - kBaseSeconds);
    fractions_.add(without_zeros(fraction * 1000));
  }
  void finish_values(OrcStreams& into) override {
    put(into, orc::Stream::DATA, seconds_.finish());
    put(into, orc::Stream::SECONDARY, fractions_.finish());
  }

 private:
  // In the low three bits, how many zeros were taken off but one; one alone stays.
  static std::int64_t without_zeros(std::int64_t nanos) {
    constexpr int kMostZeros = 8;
    if (nanos == 0 || nanos % 100 != 0) return nanos << 3;
    int zeros = 0;
    for (; zeros < kMostZeros && nanos % 10 == 0; ++zeros) nanos /= 10;
    return nanos << 3 | (zeros - 1);
  }

  OrcIntegerEncoder seconds_{Sign::Signed};
  OrcIntegerEncoder fractions_{Sign::Unsigned};
};

template <typename T>
class DecimalEncoder final : public Encoder {
 public:
  explicit DecimalEncoder(int scale) : Encoder(Encoding::DIRECT_V2), scale_(scale) {}

 protected:
  void value(const VectorFormat& values, idx_t index) override {
    const Int128 number = to_int128(value_at<T>(values, index));
    append_varint(
        data_, static_cast<unsigned __int128>(number) << 1 ^ static_cast<unsigned __int128>(number >> 127));
    scales_.add(scale_);
  }
  void finish_values(OrcStreams& into) override {
    put(into, orc::Stream::DATA, std::move(data_));
    put(into, orc::Stream::SECONDARY, scales_.finish());
  }

 private:
  const int scale_;
  std::string data_;
  OrcIntegerEncoder scales_{Sign::Signed};
};

// Lists, and maps, which are lists of pairs.
class ListEncoder final : public Encoder {
 public:
  explicit ListEncoder(std::vector<std::unique_ptr<OrcEncoder>> parts)
      : Encoder(Encoding::DIRECT_V2), parts_(std::move(parts)) {}

 protected:
  void value(const VectorFormat& values, idx_t index) override {
    const auto& list = value_at<duckdb::list_entry_t>(values, index);
    lengths_.add(static_cast<std::int64_t>(list.length));
    for (idx_t item = list.offset; item < list.offset + list.length; ++item) {
      if (parts_.size() == 1) {
        parts_[0]->add(values.children[0], item);
        continue;
      }
      const auto& pairs = values.children[0];
      const idx_t pair = pairs.unified.sel->get_index(item);
      for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i]->add(pairs.children[i], pair);
    }
  }
  void finish_values(OrcStreams& into) override {
    put(into, orc::Stream::LENGTH, lengths_.finish());
    for (auto& part : parts_) part->finish(into);
  }

 private:
  std::vector<std::unique_ptr<OrcEncoder>> parts_;
  OrcIntegerEncoder lengths_{Sign::Unsigned};
};

class StructEncoder final : public Encoder {
 public:
  explicit StructEncoder(std::vector<std::unique_ptr<OrcEncoder>> fields)
      : Encoder(Encoding::DIRECT), fields_(std::move(fields)) {}

 protected:
  void value(const VectorFormat& values, idx_t index) override {
    for (std::size_t i = 0; i < fields_.size(); ++i) fields_[i]->add(values.children[i], index);
  }
  void finish_values(OrcStreams& into) override {
    for (auto& field : fields_) field->finish(into);
  }

 private:
  std::vector<std::unique_ptr<OrcEncoder>> fields_;
};

std::unique_ptr<OrcEncoder> decimal_encoder(const Type& type) {
  switch (type.InternalType()) {
    case duckdb::PhysicalType::INT16:
      return std::make_unique<DecimalEncoder<std::int16_t>>(scale_of(type));
    case duckdb::PhysicalType::INT32:
      return std::make_unique<DecimalEncoder<std::int32_t>>(scale_of(type));
    case duckdb::PhysicalType::INT64:
      return std::make_unique<DecimalEncoder<std::int64_t>>(scale_of(type));
    default:
      return std::make_unique<DecimalEncoder<duckdb::hugeint_t>>(scale_of(type));
  }
}

std::vector<std::unique_ptr<OrcEncoder>> encoders(const std::vector<Type>& types) {
  std::vector<std::unique_ptr<OrcEncoder>> made;
  for (const auto& type : types) made.push_back(orc_encoder(type));
  return made;
}

}  // namespace

std::unique_ptr<OrcEncoder> orc_encoder(const Type& type) {
  switch (type.id()) {
    case Id::BOOLEAN:
      return std::make_unique<BooleanEncoder>();
    case Id::TINYINT:
      return std::make_unique<ByteEncoder>();
    case Id::SMALLINT:
      return std::make_unique<IntegerEncoder<std::int16_t>>();
    case Id::INTEGER:
    case Id::DATE:
      return std::make_unique<IntegerEncoder<std::int32_t>>();
    case Id::BIGINT:
    case Id::TIMESTAMP:
      return std::make_unique<IntegerEncoder<std::int64_t>>();
    case Id::FLOAT:
      return std::make_unique<FloatingEncoder<float>>();
    case Id::DOUBLE:
      return std::make_unique<FloatingEncoder<double>>();
    case Id::TIMESTAMP_TZ:
      return std::make_unique<TimestampEncoder>();
    case Id::DECIMAL:
      return decimal_encoder(type);
    case Id::LIST:
      return std::make_unique<ListEncoder>(encoders({duckdb::ListType::GetChildType(type)}));
    case Id::MAP:
      return std::make_unique<ListEncoder>(
          encoders({duckdb::MapType::KeyType(type), duckdb::MapType::ValueType(type)}));
    case Id::STRUCT: {
      std::vector<Type> fields;
      for (const auto& [name, field] : duckdb::StructType::GetChildTypes(type)) fields.push_back(field);
      return std::make_unique<StructEncoder>(encoders(fields));
    }
    default:
      return std::make_unique<BytesEncoder>();
  }
}

}  // namespace engine
