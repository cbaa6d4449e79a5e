#include "engine/sources/orc_tail.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "engine/lower/field_audit.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr std::size_t kMostPostScriptBytes = 255;  // its length is the last byte of the file
constexpr std::string_view kMagic = "ORC";
constexpr std::size_t kUsualChunkBytes = std::size_t{256} << 10;
// As large as the format allows, for a header has 23 bits for the length.
constexpr std::size_t kMostChunkBytes = std::size_t{1} << 23;
// No file has so many rows, and no more are counted in a time that somebody waits for.
constexpr std::uint64_t kMostRows = std::uint64_t{1} << 40;
constexpr int kMostDepth = 100;
constexpr int kMostTypes = 1 << 15;

// The number of a kind that is newer than orc_file.proto, which protobuf keeps aside.
std::optional<std::uint64_t> unknown_kind(const google::protobuf::Message& message, int field) {
  const auto& unknown = message.GetReflection()->GetUnknownFields(message);
  for (int i = 0; i < unknown.field_count(); ++i)
    if (unknown.field(i).number() == field &&
        unknown.field(i).type() == google::protobuf::UnknownField::TYPE_VARINT)
      return unknown.field(i).varint();
  return std::nullopt;
}

BlockCodec codec_of(const InputFile& file, const orc::PostScript& postscript) {
  if (const auto kind = unknown_kind(postscript, orc::PostScript::kCompressionFieldNumber))
    raise(unsupported(fmt::format("the ORC compression {} of {}", *kind, file.uri())));
  switch (postscript.compression()) {
    case orc::NONE:
      return BlockCodec::None;
    case orc::ZLIB:
      return BlockCodec::Deflate;
    case orc::SNAPPY:
      return BlockCodec::Snappy;
    case orc::LZ4:
      return BlockCodec::Lz4;
    case orc::ZSTD:
      return BlockCodec::Zstandard;
    case orc::LZO:
    case orc::BROTLI:
      break;
  }
  raise(unsupported(fmt::format("the ORC compression {} of {}",
                                orc::CompressionKind_Name(postscript.compression()), file.uri())));
}

orc::PostScript read_postscript(const InputFile& file, std::size_t& length) {
  constexpr const char* kMalformed = "Malformed ORC file. Invalid postscript.";
  const auto size = static_cast<std::size_t>(file.size());
  if (size < kMagic.size() + 1) raise_damaged(file, kMalformed);
  const std::size_t taken = std::min(size, kMostPostScriptBytes + 1);
  const std::string end = read_bytes(file, static_cast<std::int64_t>(size - taken), taken);
  length = static_cast<std::uint8_t>(end.back());
  orc::PostScript postscript;
  if (length + 1 > taken ||
      !postscript.ParseFromArray(end.data() + (taken - 1 - length), static_cast<int>(length)) ||
      postscript.magic() != kMagic)
    raise_damaged(file, kMalformed);
  return postscript;
}

void check_names(const InputFile& file, const orc::Type& type) {
  if (!std::ranges::all_of(type.fieldnames(), base::is_valid_utf8))
    raise_damaged(file, "Malformed ORC file. A name of a column is no text.");
}

bool has_its_parts(const orc::Type& type) {
  const int parts = type.subtypes_size();
  if (!type.has_kind()) return true;  // newer than we are: refused where somebody wants it
  switch (type.kind()) {
    case orc::Type::LIST:
      return parts == 1;
    case orc::Type::MAP:
      return parts == 2;
    case orc::Type::STRUCT:
      return parts == type.fieldnames_size();
    case orc::Type::UNION:
      return true;
    default:
      return parts == 0;
  }
}

// Every type but the first is a part of exactly one before it, so a walk over them ends.
void check_types(const InputFile& file, const orc::Footer& footer) {
  constexpr const char* kMalformed = "Malformed ORC file. Its types are no tree.";
  if (footer.types().empty() || footer.types(0).kind() != orc::Type::STRUCT)
    raise_damaged(file, "Malformed ORC file. Its rows are no struct.");
  if (footer.types_size() > kMostTypes)
    raise_damaged(file, fmt::format("Malformed ORC file. It has more than {} types.", kMostTypes));
  std::vector<int> depths(static_cast<std::size_t>(footer.types_size()));  // 0: part of none so far
  for (std::size_t id = 0; id < depths.size(); ++id) {
    const auto& type = footer.types(static_cast<int>(id));
    if (!has_its_parts(type)) raise_damaged(file, kMalformed);
    check_names(file, type);
    for (const auto part : type.subtypes()) {
      if (part <= id || part >= depths.size() || depths[part] != 0) raise_damaged(file, kMalformed);
      depths[part] = depths[id] + 1;
      if (depths[part] > kMostDepth)
        raise_damaged(
            file, fmt::format("Malformed ORC file. Its types nest more than {} levels deep.", kMostDepth));
    }
  }
}

// `end`: of what stripes may take, which is where the footer begins.
void check_stripes(const InputFile& file, const orc::Footer& footer, std::uint64_t end) {
  std::uint64_t rows = 0;
  for (const auto& stripe : footer.stripes()) {
    std::uint64_t at = stripe.offset();
    bool fits = true;
    for (const auto part : {stripe.indexlength(), stripe.datalength(), stripe.footerlength()})
      fits = fits && !__builtin_add_overflow(at, part, &at);
    if (!fits || at > end) raise_damaged(file, "Malformed ORC file. A stripe ends behind the file.");
    if (__builtin_add_overflow(rows, stripe.numberofrows(), &rows) || rows > kMostRows)
      raise_damaged(file, "Malformed ORC file. Its stripes have more rows than there can be.");
  }
  if (rows != footer.numberofrows())
    raise_damaged(file, fmt::format("Malformed ORC file. Its stripes have {} rows, and it says it has {}.",
                                    rows, footer.numberofrows()));
}

}  // namespace

OrcTail read_orc_tail(const InputFile& file) {
  std::size_t length = 0;
  const orc::PostScript postscript = read_postscript(file, length);
  OrcTail tail;
  tail.compression.codec = codec_of(file, postscript);
  // Left out, it is what all writers take.
  tail.compression.chunk_bytes = postscript.has_compressionblocksize()
                                     ? static_cast<std::size_t>(postscript.compressionblocksize())
                                     : kUsualChunkBytes;
  if (tail.compression.chunk_bytes > kMostChunkBytes)
    raise_damaged(file, "Malformed ORC file. Its compression blocks are too large.");
  const std::int64_t end = file.size() - 1 - static_cast<std::int64_t>(length);
  if (postscript.footerlength() > static_cast<std::uint64_t>(end))
    raise_damaged(file, "Malformed ORC file. Invalid footer length.");
  const auto size = static_cast<std::int64_t>(postscript.footerlength());
  const std::string footer = OrcStream(file, tail.compression, end - size, size).rest();
  if (!tail.footer.ParseFromString(footer)) raise_damaged(file, "Malformed ORC file. Invalid footer.");
  if (tail.footer.has_encryption())
    raise(unsupported(fmt::format("reading {}, columns of which are encrypted,", file.uri())));
  check_types(file, tail.footer);
  check_stripes(file, tail.footer, static_cast<std::uint64_t>(end - size));
  return tail;
}

}  // namespace engine
