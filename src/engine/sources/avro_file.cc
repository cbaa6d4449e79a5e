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
constexpr std::size_t kMostHeaderBytes = std::size_t{64} << 20;  // a schema may be long
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

// Its map of metadata, and the marker. Nothing: the bytes end before it does.
AvroHeader parse_header(const InputFile& file, std::string_view bytes) {
  AvroCursor cursor(file, bytes);
  if (cursor.take(AvroHeader::kMagic.size()) != AvroHeader::kMagic)
    raise_damaged(file, "Not an Avro data file.");
  std::map<std::string, std::string> metadata;
  while (const std::size_t items = cursor.next_items())
    for (std::size_t i = 0; i < items; ++i) {
      std::string name(cursor.next_bytes());
      metadata[std::move(name)] = cursor.next_bytes();
    }
  AvroHeader header;
  header.marker = cursor.take(AvroHeader::kMarkerBytes);
  header.end = static_cast<std::int64_t>(cursor.position());
  header.codec = codec_of(file, metadata["avro.codec"]);
  auto schema = parse_avro_schema(metadata["avro.schema"]);
  if (!schema.ok()) raise(base::Error(schema.error()).context(file.uri()));
  header.schema = *std::move(schema);
  return header;
}

std::string_view magic_of(std::string_view bytes) {
  return bytes.substr(0, AvroHeader::kMagic.size());
}

}  // namespace

// Read again with more, where a header is longer than most; what is damaged is so with all of the file, too.
AvroHeader read_avro_header(const InputFile& file) {
  const auto size = static_cast<std::size_t>(file.size());
  for (std::size_t taken = std::min(size, kFirstRead);;
       taken = std::min({size, taken * 16, kMostHeaderBytes})) {
    const std::string bytes = read_bytes(file, 0, taken);
    if (magic_of(bytes) != AvroHeader::kMagic) raise_damaged(file, "Not an Avro data file.");
    if (taken == size || taken == kMostHeaderBytes) return parse_header(file, bytes);
    try {
      return parse_header(file, bytes);
    } catch (const std::exception&) {
      continue;
    }
  }
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

std::int64_t AvroBlocks::next_long() {
  const auto most = std::min<std::int64_t>(file_.size() - at_, kMostVarintBytes);
  const std::string bytes = read_bytes(file_, at_, static_cast<std::size_t>(most));
  AvroCursor cursor(file_, bytes);
  const std::int64_t value = cursor.next_long();
  at_ += static_cast<std::int64_t>(cursor.position());
  return value;
}

// The first block of a file stands behind its header, wherever that ends.
bool AvroBlocks::next() {
  const std::int64_t marker_begin = at_ - static_cast<std::int64_t>(AvroHeader::kMarkerBytes);
  const bool is_first = at_ == header_.end;
  if (at_ >= file_.size() || (!is_first && marker_begin >= end_)) return false;
  rows_ = next_long();
  const std::int64_t size = next_long();
  if (rows_ < 0 || size < 0 || size > file_.size() - at_)
    raise_damaged(file_, "Malformed Avro file: a block is cut off");
  if (static_cast<std::size_t>(size) > kMostBlockBytes)
    raise_damaged(file_, "Malformed Avro file: a block is too large");
  bytes_ = decompressed(read_bytes(file_, at_, static_cast<std::size_t>(size)));
  at_ += size;
  const auto marker_size = std::min<std::int64_t>(file_.size() - at_, AvroHeader::kMarkerBytes);
  if (read_bytes(file_, at_, static_cast<std::size_t>(marker_size)) != header_.marker)
    raise_damaged(file_, "Malformed Avro file: Invalid sync!");
  at_ += marker_size;
  return true;
}

// Behind what Snappy has made stands the checksum of what it was made of.
std::string AvroBlocks::decompressed(std::string block) const {
  constexpr const char* kDamaged = "Malformed Avro file: a block cannot be decompressed";
  if (header_.codec == BlockCodec::None) return block;
  std::string checksum;
  if (header_.codec == BlockCodec::Snappy) {
    if (block.size() < kChecksumBytes) raise_damaged(file_, kDamaged);
    checksum = block.substr(block.size() - kChecksumBytes);
    block.resize(block.size() - kChecksumBytes);
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
