#include "engine/sources/orc_texts.h"

#include "base/text.h"
#include "engine/functions/characters.h"
#include "engine/sources/orc_column_base.h"

namespace engine {
namespace {

using duckdb::FlatVector;
using duckdb::idx_t;
using duckdb::string_t;
using duckdb::StringVector;
using duckdb::Vector;

OrcIntegers lengths_of(const OrcStripe& stripe, std::uint32_t column) {
  return orc_integers(stripe, column, orc::Stream::LENGTH, OrcIntegers::Sign::Unsigned);
}

// Bytes behind each other, and their lengths beside them.
class BytesColumn final : public OrcColumnBase {
 public:
  BytesColumn(const OrcStripe& stripe, std::uint32_t column, bool is_text)
      : OrcColumnBase(stripe, column),
        file_(stripe.file()),
        data_(stripe.stream(column, orc::Stream::DATA)),
        lengths_(lengths_of(stripe, column)),
        is_text_(is_text) {}

 protected:
  std::size_t values(Vector& into, idx_t count, const Mask* there) override {
    auto* out = FlatVector::GetData<string_t>(into);
    std::size_t taken = count * sizeof(string_t);
    for (idx_t row = 0; row < count; ++row) {
      if (!is_there(there, row)) continue;
      const auto length = static_cast<std::uint64_t>(lengths_.next());
      if (length > kMostBlockBytes) raise_damaged(file_, "Malformed ORC file. A value is too long.");
      bytes_.resize(length);
      data_.read(bytes_.data(), bytes_.size());
      const bool broken = is_text_ && !base::is_valid_utf8(bytes_);
      out[row] = StringVector::AddStringOrBlob(into, broken ? repaired_utf8(bytes_) : bytes_);
      taken += length;
    }
    return taken;
  }

 private:
  const InputFile& file_;
  OrcStream data_;
  OrcIntegers lengths_;
  const bool is_text_;
  std::string bytes_;
};

// Texts behind each other, which the vectors share that have some of them: however often a row has one, it is
// in memory once.
struct Texts final : duckdb::VectorBuffer {
  Texts() : VectorBuffer(duckdb::VectorBufferType::OPAQUE_BUFFER) {}

  void add(std::string_view text) {
    bytes += base::is_valid_utf8(text) ? text : repaired_utf8(text);
    ends.push_back(bytes.size());
  }
  string_t at(std::size_t place) const {
    const std::size_t begin = place == 0 ? 0 : ends[place - 1];
    return {bytes.data() + begin, static_cast<std::uint32_t>(ends[place] - begin)};
  }

  std::string bytes;
  std::vector<std::size_t> ends;
};

// No text comes twice, so only one of them can be empty: a hostile size is told before its entries are made.
duckdb::buffer_ptr<Texts> read_dictionary(const OrcStripe& stripe, std::uint32_t column) {
  constexpr const char* kDamaged = "Malformed ORC file. A dictionary is cut off.";
  const std::string all = stripe.stream(column, orc::Stream::DICTIONARY_DATA).rest();
  const std::size_t size = stripe.encoding(column).dictionarysize();
  if (size > all.size() + 1) raise_damaged(stripe.file(), kDamaged);
  auto texts = duckdb::make_buffer<Texts>();
  auto lengths = lengths_of(stripe, column);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto length = static_cast<std::uint64_t>(lengths.next());
    if (length > all.size() - begin) raise_damaged(stripe.file(), kDamaged);
    texts->add(std::string_view(all).substr(begin, length));
    begin += length;
  }
  return texts;
}

// Each text once, and which of them a row has. The texts of a stripe are in memory.
class DictionaryColumn final : public OrcColumnBase {
 public:
  DictionaryColumn(const OrcStripe& stripe, std::uint32_t column)
      : OrcColumnBase(stripe, column),
        file_(stripe.file()),
        data_(orc_integers(stripe, column, orc::Stream::DATA, OrcIntegers::Sign::Unsigned)),
        texts_(read_dictionary(stripe, column)) {}

 protected:
  std::size_t values(Vector& into, idx_t count, const Mask* there) override {
    StringVector::AddBuffer(into, texts_);
    auto* out = FlatVector::GetData<string_t>(into);
    for (idx_t row = 0; row < count; ++row) {
      if (!is_there(there, row)) continue;
      const auto place = static_cast<std::uint64_t>(data_.next());
      if (place >= texts_->ends.size())
        raise_damaged(file_, "Malformed ORC file. A text is not in its dictionary.");
      out[row] = texts_->at(place);
    }
    return count * sizeof(string_t);
  }

 private:
  const InputFile& file_;
  OrcIntegers data_;
  const duckdb::buffer_ptr<Texts> texts_;
};

}  // namespace

std::unique_ptr<OrcColumn> orc_text_column(const OrcStripe& stripe, std::uint32_t column) {
  const auto kind = stripe.encoding(column).kind();
  if (kind == orc::ColumnEncoding::DICTIONARY || kind == orc::ColumnEncoding::DICTIONARY_V2)
    return std::make_unique<DictionaryColumn>(stripe, column);
  return std::make_unique<BytesColumn>(stripe, column, true);
}

std::unique_ptr<OrcColumn> orc_binary_column(const OrcStripe& stripe, std::uint32_t column) {
  return std::make_unique<BytesColumn>(stripe, column, false);
}

}  // namespace engine
