#include "engine/sources/avro_files.h"

#include <fmt/format.h>

#include "engine/lower/field_audit.h"
#include "engine/sources/avro_file.h"
#include "engine/sources/scan_function.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::idx_t;

class AvroRows final : public PartRows {
 public:
  AvroRows(std::unique_ptr<InputFile> file, const FilePart& part)
      : file_(std::move(file)),
        header_(read_avro_header(*file_)),
        blocks_(*file_, header_, part.begin, part.end) {}

  const InputFile& file() const { return *file_; }
  const AvroType& schema() const { return *header_.schema; }
  void read_with(AvroRecordReader reader) { reader_.emplace(std::move(reader)); }

  idx_t next(const std::vector<duckdb::Vector*>& into) override {
    idx_t row = 0;
    for (std::size_t held = 0; row < STANDARD_VECTOR_SIZE && held < kChunkBytes;) {
      if (left_ == 0 && !next_block()) break;
      const std::size_t begin = cursor_->position();
      reader_->read(*cursor_, into, row++);
      held += cursor_->position() - begin + cursor_->take_made() * kValueBytes;
      if (--left_ == 0 && !cursor_->at_end()) cursor_->damaged("a block holds more than its rows");
    }
    return row;
  }

 private:
  // Rows of two blocks may be in one chunk: values are copies.
  bool next_block() {
    do {
      if (!blocks_.next()) return false;
      left_ = blocks_.rows();
      cursor_.emplace(*file_, blocks_.bytes());
    } while (left_ == 0);
    return true;
  }
  static constexpr std::size_t kValueBytes = sizeof(duckdb::string_t);  // of an item, as a vector has it

  const std::unique_ptr<InputFile> file_;
  const AvroHeader header_;
  AvroBlocks blocks_;
  std::optional<AvroRecordReader> reader_;
  std::optional<AvroCursor> cursor_;
  std::int64_t left_ = 0;  // rows of the block
};

}  // namespace

base::Result<std::vector<Field>> avro_columns(const AvroType& schema, const std::string& where) {
  if (schema.kind != AvroType::Kind::Record)
    return base::refusal(
        "BadData", 400,
        fmt::format("Avro schema cannot be converted to a Spark SQL StructType: the schema of {} is "
                    "of type {}",
                    where, name_of(schema.kind)));
  std::vector<Field> fields;
  for (const auto& field : schema.fields) {
    const auto type = type_of_avro(*field.type);
    if (!type) return unsupported(fmt::format("the type of the field {} of {}", field.name, where));
    fields.push_back({field.name, *type});
  }
  return fields;
}

std::vector<Field> AvroFiles::columns_of(const SourceFile& source) const {
  const auto file = open_file(source);
  return value_or_raise(avro_columns(*read_avro_header(*file).schema, file->uri()));
}

std::unique_ptr<PartRows> AvroFiles::open(const FilePart& part,
                                          const std::vector<std::size_t>& wanted) const {
  auto rows = std::make_unique<AvroRows>(open_file(files()[part.file]), part);
  value_or_raise(avro_columns(rows->schema(), rows->file().uri()));
  std::vector<Field> fields;
  for (const std::size_t place : wanted) fields.push_back(columns()[place]);
  rows->read_with(
      avro_record_reader(rows->schema(), fields, wanted,
                         {.file = rows->file(), .schema = options_.schema.get(), .by = options_.match}));
  return rows;
}

}  // namespace engine
