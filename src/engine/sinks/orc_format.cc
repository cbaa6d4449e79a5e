#include "engine/sinks/orc_format.h"

#include <algorithm>

#include "base/assert.h"
#include "engine/sinks/appended_file.h"
#include "engine/sources/orc_types.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr std::string_view kMagic = "ORC";
constexpr std::size_t kChunkBytes = std::size_t{256} << 10;  // what ORC's own writers take
constexpr const char* kUtc = "UTC";
// A number that no known writer has, so that nobody looks for the faults of one in our files.
constexpr std::uint32_t kWriter = 100;

orc::CompressionKind kind_of(BlockCodec codec) {
  switch (codec) {
    case BlockCodec::Deflate:
      return orc::ZLIB;
    case BlockCodec::Snappy:
      return orc::SNAPPY;
    case BlockCodec::Lz4:
      return orc::LZ4;
    case BlockCodec::Zstandard:
      return orc::ZSTD;
    default:
      return orc::NONE;
  }
}

orc::ColumnStatistics all_of(const orc::ColumnStatistics& a, const orc::ColumnStatistics& b) {
  orc::ColumnStatistics sum;
  sum.set_numberofvalues(a.numberofvalues() + b.numberofvalues());
  sum.set_hasnull(a.hasnull() || b.hasnull());
  return sum;
}

}  // namespace

// What its footer says of what was written of it so far.
class OrcFormat::OrcFile final : public AppendedFile {
 public:
  OrcFile(std::unique_ptr<OutputFile> file, const std::vector<Field>& columns)
      : AppendedFile(std::move(file)) {
    append(kMagic);
    footer_.set_headerlength(kMagic.size());
    add_orc_types(footer_, columns);
    for (int i = 0; i < footer_.types_size(); ++i) footer_.add_statistics()->set_numberofvalues(0);
  }

  void add_stripe(std::string_view bytes, orc::StripeInformation stripe, const OrcStreams& streams) {
    stripe.set_offset(static_cast<std::uint64_t>(append(bytes)));
    std::lock_guard lock(mutex_);
    footer_.set_numberofrows(footer_.numberofrows() + stripe.numberofrows());
    for (std::size_t i = 0; i < streams.statistics.size(); ++i) {
      auto& all = *footer_.mutable_statistics(static_cast<int>(i));
      all = all_of(all, streams.statistics[i]);
    }
    *footer_.add_stripes() = std::move(stripe);
  }

  // Of all stripes, in the order in which they stand.
  orc::Footer footer() {
    std::lock_guard lock(mutex_);
    std::sort(footer_.mutable_stripes()->begin(), footer_.mutable_stripes()->end(),
              [](const auto& a, const auto& b) { return a.offset() < b.offset(); });
    footer_.set_contentlength(size());
    footer_.set_rowindexstride(0);
    footer_.set_writer(kWriter);
    footer_.set_calendar(orc::PROLEPTIC_GREGORIAN);
    footer_.set_softwareversion("Dovetail");
    return footer_;
  }

 private:
  std::mutex mutex_;
  orc::Footer footer_;
};

std::unique_ptr<FileFormat::File> OrcFormat::open(duckdb::ClientContext&, const std::string& uri) {
  return std::make_unique<OrcFile>(value_or_raise(storage_.create(uri, "application/octet-stream")),
                                   columns_);
}

// The struct of all columns is a column of its own, which is never missing.
OrcStreams OrcFormat::encoded(duckdb::ColumnDataCollection& rows) const {
  std::vector<std::unique_ptr<OrcEncoder>> encoders;
  for (const auto& column : columns_) encoders.push_back(orc_encoder(column.type));
  for (auto& chunk : rows.Chunks())
    for (std::size_t i = 0; i < encoders.size(); ++i) {
      VectorFormat values;
      duckdb::Vector::RecursiveToUnifiedFormat(chunk.data[i], chunk.size(), values);
      for (duckdb::idx_t row = 0; row < chunk.size(); ++row) encoders[i]->add(values, row);
    }
  OrcStreams streams;
  streams.encodings.push_back(orc::ColumnEncoding::DIRECT);
  streams.statistics.emplace_back().set_numberofvalues(rows.Count());
  for (auto& encoder : encoders) encoder->finish(streams);
  return streams;
}

// In chunks, each behind three bytes that say how long it is and whether it is as it was.
std::string OrcFormat::compressed(std::string_view bytes) const {
  if (codec_ == BlockCodec::None) return std::string(bytes);
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += kChunkBytes) {
    const auto chunk = bytes.substr(at, kChunkBytes);
    const std::string small = value_or_raise(shrink(codec_, chunk));
    const bool original = small.size() >= chunk.size();
    const std::size_t size = original ? chunk.size() : small.size();
    const std::size_t header = size << 1 | (original ? 1U : 0U);
    for (int shift = 0; shift < 24; shift += 8) out += static_cast<char>(header >> shift & 0xff);
    out += original ? chunk : std::string_view(small);
  }
  return out;
}

void OrcFormat::write(duckdb::ClientContext&, File& file, Rows rows) {
  OrcStreams streams = encoded(*rows);
  orc::StripeInformation stripe;
  stripe.set_numberofrows(rows->Count());
  stripe.set_indexlength(0);
  rows.reset();
  std::string bytes;
  orc::StripeFooter footer;
  footer.set_writertimezone(kUtc);
  for (auto& stream : streams.streams) {
    const std::string small = compressed(stream.bytes);
    std::string().swap(stream.bytes);
    auto& place = *footer.add_streams();
    place.set_kind(stream.kind);
    place.set_column(stream.column);
    place.set_length(small.size());
    bytes += small;
  }
  for (const auto encoding : streams.encodings) footer.add_columns()->set_kind(encoding);
  stripe.set_datalength(bytes.size());
  const std::string end = compressed(footer.SerializeAsString());
  stripe.set_footerlength(end.size());
  bytes += end;
  static_cast<OrcFile&>(file).add_stripe(bytes, std::move(stripe), streams);
}

bool OrcFormat::holds(File& file, duckdb::idx_t bytes) const {
  return static_cast<OrcFile&>(file).size() >= bytes;
}

// Its length stands behind it, in one byte.
std::string OrcFormat::postscript(std::size_t footer_bytes) const {
  constexpr std::uint32_t kMajor = 0, kMinor = 12, kWriterVersion = 6;
  orc::PostScript postscript;
  postscript.set_footerlength(footer_bytes);
  postscript.set_compression(kind_of(codec_));
  postscript.set_compressionblocksize(kChunkBytes);
  postscript.add_version(kMajor);
  postscript.add_version(kMinor);
  postscript.set_metadatalength(0);
  postscript.set_writerversion(kWriterVersion);
  postscript.set_magic(std::string(kMagic));
  std::string bytes = postscript.SerializeAsString();
  ASSERT(bytes.size() < 0x100, "a postscript has no texts but its magic");
  bytes += static_cast<char>(bytes.size());
  return bytes;
}

void OrcFormat::close(duckdb::ClientContext&, File& file) {
  auto& orc = static_cast<OrcFile&>(file);
  const std::string footer = compressed(orc.footer().SerializeAsString());
  orc.append(footer + postscript(footer.size()));
  orc.AppendedFile::close();
}

}  // namespace engine
