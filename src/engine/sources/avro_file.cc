#include "engine/sources/avro_file.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>

#include "engine/lower/field_audit.h"
#include "engine/sources/avro_cursor.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr std::size_t kFirstRead = std::size_t{64} << 10;
constexpr std::size_t kReadAhead = std::size_t{256} << 10;
constexpr std::size_t kMostHeaderBytes = std::size_t{16} << 20;  // a schema may be long
constexpr std::size_t kMostEmptyRows = std::size_t{1} << 28;
constexpr std::size_t kMostVarintBytes = 10;
constexpr std::size_t kChecksumBytes = 4;

BlockCodec codec_of(const InputFile& file, const std::string& name) {
  static const std::map<std::string, BlockCodec> known = {
      {"", BlockCodec::None},         {"null", BlockCodec::None},           {"deflate", BlockCodec::Deflate},
      {"snappy", BlockCodec::Snappy}, {"zstandard", BlockCodec::Zstandard}, {"bzip2", BlockCodec::Bzip2}};
  const auto found = known.find(name);
  if (found == known.end()) raise(unsupported(fmt::format("the Avro codec '{}' of {}", name, file.uri())));
  return found->second;
}

struct Metadata {
  std::map<std::string, std::string> values;
  std::string marker;
  std::size_t end = 0;
};

// Raises when the bytes end before it does.
Metadata parse_metadata(const InputFile& file, std::string_view bytes) {
  constexpr std::size_t kLeastEntryBytes = 2;  // the lengths of two texts
  AvroCursor cursor(file, bytes);
  if (bytes.substr(0, AvroHeader::kMagic.size()) != AvroHeader::kMagic)
    raise_damaged(file, "Not an Avro data file.");
  cursor.take(AvroHeader::kMagic.size());
  Metadata metadata;
  while (const std::size_t items = cursor.next_items(kLeastEntryBytes))
    for (std::size_t i = 0; i < items; ++i) {
      std::string name(cursor.next_bytes());
      metadata.values[std::move(name)] = cursor.next_bytes();
    }
  metadata.marker = cursor.take(AvroHeader::kMarkerBytes);
  metadata.end = cursor.position();
  return metadata;
}

// Read again with more, where a header is longer than most; what is damaged is so with all of the file, too.
Metadata read_metadata(const InputFile& file) {
  const auto size = static_cast<std::size_t>(file.size());
  for (std::size_t taken = std::min(size, kFirstRead);;
       taken = std::min({size, taken * 16, kMostHeaderBytes})) {
    const std::string bytes = read_bytes(file, 0, taken);
    const bool is_all = taken == size || taken == kMostHeaderBytes || !bytes.starts_with(AvroHeader::kMagic);
    try {
      return parse_metadata(file, bytes);
    } catch (const std::exception&) {
      if (is_all) throw;
    }
  }
}

}  // namespace

AvroHeader read_avro_header(const InputFile& file) {
  Metadata metadata = read_metadata(file);
  AvroHeader header{.marker = std::move(metadata.marker), .end = static_cast<std::int64_t>(metadata.end)};
  header.codec = codec_of(file, metadata.values["avro.codec"]);
  auto schema = parse_avro_schema(metadata.values["avro.schema"]);
  if (!schema.ok()) raise(base::Error(schema.error()).context(file.uri()));
  header.schema = *std::move(schema);
  return header;
}

AvroBlocks::AvroBlocks(const InputFile& file, const AvroHeader& header, std::int64_t begin, std::int64_t end)
    : file_(file), header_(header), end_(end) {
  if (begin == 0)
    at_ = header.end;
  else
    find_marker(std::max(begin, header.end));
}

// The first marker from `begin` on; it may lie across two pieces that are read.
void AvroBlocks::find_marker(std::int64_t begin) {
  for (std::int64_t at = begin; at < end_;) {
    const auto size = std::min<std::int64_t>(static_cast<std::int64_t>(kFirstRead), file_.size() - at);
    if (size < static_cast<std::int64_t>(AvroHeader::kMarkerBytes)) break;
    const std::string piece = read_bytes(file_, at, static_cast<std::size_t>(size));
    if (const auto found = piece.find(header_.marker); found != piece.npos) {
      at_ = at + static_cast<std::int64_t>(found + AvroHeader::kMarkerBytes);
      return;
    }
    at += size - static_cast<std::int64_t>(AvroHeader::kMarkerBytes) + 1;
  }
  at_ = file_.size();
}

// Of bytes that the file has; valid until the next.
std::string_view AvroBlocks::view(std::int64_t offset, std::size_t size) {
  const auto ahead_end = ahead_at_ + static_cast<std::int64_t>(ahead_.size());
  if (offset < ahead_at_ || offset + static_cast<std::int64_t>(size) > ahead_end) {
    const auto left = static_cast<std::size_t>(file_.size() - offset);
    ahead_ = read_bytes(file_, offset, std::min(left, std::max(size, kReadAhead)));
    ahead_at_ = offset;
  }
  return std::string_view(ahead_).substr(static_cast<std::size_t>(offset - ahead_at_), size);
}

std::int64_t AvroBlocks::next_long() {
  const auto most = std::min<std::int64_t>(file_.size() - at_, kMostVarintBytes);
  AvroCursor cursor(file_, view(at_, static_cast<std::size_t>(most)));
  const std::int64_t value = cursor.next_long();
  at_ += static_cast<std::int64_t>(cursor.position());
  return value;
}

// The first block of a file stands behind its header, wherever that ends.
bool AvroBlocks::next() {
  constexpr auto kMarker = static_cast<std::int64_t>(AvroHeader::kMarkerBytes);
  const bool is_first = at_ == header_.end;
  if (at_ >= file_.size() || (!is_first && at_ - kMarker >= end_)) return false;
  rows_ = next_long();
  const std::int64_t size = next_long();
  if (rows_ < 0 || size < 0 || size > file_.size() - at_ - kMarker)
    raise_damaged(file_, "Malformed Avro file: a block is cut off");
  if (static_cast<std::size_t>(size) > kMostBlockBytes)
    raise_damaged(file_, fmt::format("Malformed Avro file: a block of {} bytes is too large", size));
  const auto block_size = static_cast<std::size_t>(size);
  const std::string_view block = view(at_, block_size + AvroHeader::kMarkerBytes);
  if (block.substr(block_size) != header_.marker) raise_damaged(file_, "Malformed Avro file: Invalid sync!");
  bytes_ = decompressed(block.substr(0, block_size));
  check_rows();
  at_ += size + kMarker;
  return true;
}

// Rows of no bytes (all of whose columns are null) are as many as the blocks say, up to a bound for all of
// them.
void AvroBlocks::check_rows() {
  const std::size_t least = header_.schema->least_bytes;
  const std::size_t most = least > 0 ? bytes_.size() / least : kMostEmptyRows - empty_rows_;
  if (static_cast<std::uint64_t>(rows_) > most || (rows_ == 0 && !bytes_.empty()))
    raise_damaged(file_, fmt::format("Malformed Avro file: a block of {} bytes cannot hold {} rows",
                                     bytes_.size(), rows_));
  if (least == 0) empty_rows_ += static_cast<std::size_t>(rows_);
}

// Behind what Snappy has made stands the checksum of what it was made of.
std::string AvroBlocks::decompressed(std::string_view block) const {
  constexpr const char* kDamaged =
      "Malformed Avro file: a block cannot be decompressed, or holds more than 256 MiB";
  if (header_.codec == BlockCodec::None) return std::string(block);
  std::string_view checksum;
  if (header_.codec == BlockCodec::Snappy) {
    if (block.size() < kChecksumBytes) raise_damaged(file_, kDamaged);
    checksum = block.substr(block.size() - kChecksumBytes);
    block.remove_suffix(kChecksumBytes);
  }
  auto bytes = expand(header_.codec, block);
  if (!bytes) raise_damaged(file_, kDamaged);
  if (checksum.empty()) return *std::move(bytes);
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(bytes->data()), static_cast<uInt>(bytes->size()));
  for (std::size_t i = 0; i < kChecksumBytes; ++i)
    if (static_cast<unsigned char>(checksum[i]) != (sum >> (8 * (kChecksumBytes - 1 - i)) & 0xff))
      raise_damaged(file_, "Malformed Avro file: Checksum failure");
  return *std::move(bytes);
}

}  // namespace engine
