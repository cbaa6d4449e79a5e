#include "engine/sinks/text_format.h"

#include <mutex>

#include "engine/sinks/json_rows.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{4} << 20;

}  // namespace

class TextFormat::TextFile final : public FileFormat::File {
 public:
  explicit TextFile(std::unique_ptr<OutputFile> file) : file_(std::move(file)) {}

  void append(std::string_view bytes) {
    std::lock_guard lock(mutex_);
    value_or_raise(file_->write(bytes));
  }
  duckdb::idx_t size() {
    std::lock_guard lock(mutex_);
    return static_cast<duckdb::idx_t>(file_->size());
  }
  void close() { value_or_raise(file_->close()); }

 private:
  std::mutex mutex_;
  std::unique_ptr<OutputFile> file_;
};

std::unique_ptr<FileFormat::File> TextFormat::open(duckdb::ClientContext&, const std::string& uri) {
  auto file = std::make_unique<TextFile>(value_or_raise(storage_.create(uri, "application/octet-stream")));
  std::string header;
  append_header(header);
  if (!header.empty()) append(*file, std::move(header));
  return file;
}

void TextFormat::append(File& file, std::string text) {
  static_cast<TextFile&>(file).append(value_or_raise(compress(compression_, std::move(text))));
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
  return static_cast<TextFile&>(file).size() >= bytes;
}

void TextFormat::close(duckdb::ClientContext&, File& file) {
  static_cast<TextFile&>(file).close();
}

void CsvFormat::append_header(std::string& out) const {
  if (style_.header) append_csv_header(out, names_, style_);
}

void CsvFormat::append_row(std::string& out, const std::vector<VectorFormat>& columns,
                           duckdb::idx_t row) const {
  append_csv_row(out, columns, row, style_);
}

void JsonFormat::append_row(std::string& out, const std::vector<VectorFormat>& columns,
                            duckdb::idx_t row) const {
  append_json_row(out, names_, columns, row);
}

}  // namespace engine
