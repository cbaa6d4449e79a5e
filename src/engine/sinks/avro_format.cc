#include "engine/sinks/avro_format.h"

#include <zlib.h>

#include "base/random.h"
#include "base/text.h"
#include "engine/sinks/appended_file.h"
#include "engine/sinks/avro_bytes.h"
#include "engine/sources/avro_file.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{64} << 10;  // what Avro's own writers take

std::string_view name_of(BlockCodec codec) {
  switch (codec) {
    case BlockCodec::Deflate:
      return "deflate";
    case BlockCodec::Snappy:
      return "snappy";
    case BlockCodec::Zstandard:
      return "zstandard";
    case BlockCodec::Bzip2:
      return "bzip2";
    default:
      return "null";
  }
}

// Of what Snappy makes, the checksum of what it was made of stands behind it.
void append_checksum(std::string& out, std::string_view bytes) {
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(sum >> shift & 0xff);
}

}  // namespace

class AvroFormat::AvroFile final : public AppendedFile {
 public:
  using AppendedFile::AppendedFile;
  // Behind each block; no other file has it.
  const std::string marker = *base::from_hex(base::random_hex(AvroHeader::kMarkerBytes));
};

base::Result<std::string> avro_file_schema(const AvroStyle& style, const std::vector<Field>& columns) {
  const std::string schema = style.schema.empty() ? TRY(avro_schema_of(columns, style.names)) : style.schema;
  const auto parsed = TRY(parse_avro_schema(schema));
  TRY(avro_row_writer(*parsed, columns, style.by));
  return schema;
}

AvroFormat::AvroFormat(RunStorage& storage, BlockCodec codec, const std::string& schema,
                       const AvroStyle& style, const std::vector<Field>& columns)
    : storage_(storage),
      codec_(codec),
      schema_(schema),
      rows_(value_or_raise(avro_row_writer(*value_or_raise(parse_avro_schema(schema)), columns, style.by))) {}

std::unique_ptr<FileFormat::File> AvroFormat::open(duckdb::ClientContext&, const std::string& uri) {
  auto file = std::make_unique<AvroFile>(value_or_raise(storage_.create(uri, "application/octet-stream")));
  std::string header(AvroHeader::kMagic);
  append_avro_long(header, 2);
  append_avro_bytes(header, "avro.schema");
  append_avro_bytes(header, schema_);
  append_avro_bytes(header, "avro.codec");
  append_avro_bytes(header, name_of(codec_));
  append_avro_long(header, 0);
  file->append(header + file->marker);
  return file;
}

void AvroFormat::write(duckdb::ClientContext&, File& file, Rows rows) {
  std::string bytes;
  std::int64_t count = 0;
  for (auto& chunk : rows->Chunks()) {
    std::vector<VectorFormat> columns(chunk.ColumnCount());
    for (duckdb::idx_t i = 0; i < chunk.ColumnCount(); ++i)
      duckdb::Vector::RecursiveToUnifiedFormat(chunk.data[i], chunk.size(), columns[i]);
    for (duckdb::idx_t row = 0; row < chunk.size(); ++row) {
      for (const auto& part : rows_.parts) part.writer->append(bytes, columns[part.column], row);
      ++count;
      if (bytes.size() < kBlockBytes) continue;
      append_block(file, count, bytes);
      bytes.clear();
      count = 0;
    }
  }
  if (count > 0) append_block(file, count, bytes);
}

void AvroFormat::append_block(File& file, std::int64_t rows, std::string_view bytes) const {
  auto& avro = static_cast<AvroFile&>(file);
  std::string small = value_or_raise(shrink(codec_, bytes));
  if (codec_ == BlockCodec::Snappy) append_checksum(small, bytes);
  std::string block;
  append_avro_long(block, rows);
  append_avro_bytes(block, small);
  avro.append(block + avro.marker);
}

bool AvroFormat::holds(File& file, duckdb::idx_t bytes) const {
  return static_cast<AvroFile&>(file).size() >= bytes;
}

void AvroFormat::close(duckdb::ClientContext&, File& file) {
  static_cast<AvroFile&>(file).AppendedFile::close();
}

}  // namespace engine
