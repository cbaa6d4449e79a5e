#include "engine/sinks/text_format.h"

#include "engine/sinks/appended_file.h"
#include "engine/storage/charset.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{4} << 20;

}  // namespace

std::unique_ptr<FileFormat::File> TextFormat::open(duckdb::ClientContext&, const std::string& uri) {
  auto file =
      std::make_unique<AppendedFile>(value_or_raise(storage_.create(uri, "application/octet-stream")));
  if (charset_ != Charset::Utf8 && !byte_order_mark(charset_).empty())
    file->append(value_or_raise(compress(compression_, std::string(byte_order_mark(charset_)))));
  std::string header;
  append_header(header);
  if (!header.empty()) append(*file, std::move(header));
  return file;
}

void TextFormat::append(File& file, std::string text) {
  if (charset_ != Charset::Utf8) text = encode_text(text, charset_);
  static_cast<AppendedFile&>(file).append(value_or_raise(compress(compression_, std::move(text))));
}

void TextFormat::write(duckdb::ClientContext&, File& file, Rows rows) {
  std::string text;
  for (auto& chunk : rows->Chunks()) {
    std::vector<VectorFormat> columns(chunk.ColumnCount());
    for (duckdb::idx_t i = 0; i < chunk.ColumnCount(); ++i)
      duckdb::Vector::RecursiveToUnifiedFormat(chunk.data[i], chunk.size(), columns[i]);
    for (duckdb::idx_t row = 0; row < chunk.size(); ++row) {
      append_row(text, columns, row);
      if (text.size() >= kPieceBytes) append(file, std::exchange(text, {}));
    }
  }
  if (!text.empty()) append(file, std::move(text));
}

bool TextFormat::holds(File& file, duckdb::idx_t bytes) const {
  return static_cast<AppendedFile&>(file).size() >= bytes;
}

void TextFormat::close(duckdb::ClientContext&, File& file) {
  static_cast<AppendedFile&>(file).close();
}

void CsvFormat::append_header(std::string& out) const {
  if (style_.header) append_csv_header(out, names_, style_);
}

void CsvFormat::append_row(std::string& out, const std::vector<VectorFormat>& columns,
                           duckdb::idx_t row) const {
  append_csv_row(out, columns, row, style_, &times_);
}

void OpenCsvFormat::append_header(std::string& out) const {
  if (style_.header == Header::Line) append_open_csv_header(out, names_, style_);
}

void OpenCsvFormat::append_row(std::string& out, const std::vector<VectorFormat>& columns,
                               duckdb::idx_t row) const {
  append_open_csv_row(out, names_, columns, row, style_);
}

void JsonFormat::append_row(std::string& out, const std::vector<VectorFormat>& columns,
                            duckdb::idx_t row) const {
  append_json_row(out, names_, columns, row, style_, serde_ ? &*serde_ : nullptr, &times_);
}

void LineFormat::append_row(std::string& out, const std::vector<VectorFormat>& columns,
                            duckdb::idx_t row) const {
  duckdb::idx_t index = 0;
  if (is_valid(columns[0], row, index)) append_value(out, columns[0], index);
  out += line_end_;
}

}  // namespace engine
