#pragma once

#include "engine/sinks/compressor.h"
#include "engine/sinks/csv_rows.h"
#include "engine/sinks/file_format.h"
#include "engine/sinks/hive_text_rows.h"
#include "engine/sinks/json_rows.h"
#include "engine/sinks/open_csv_rows.h"
#include "engine/storage/charset.h"
#include "engine/storage/run_storage.h"

namespace engine {

// Files of lines: one row after the other, in text, compressed or not. Rows become text in pieces of a few
// megabytes; each is compressed by the thread that writes it and appended whole, so that no line is torn. A
// file is written by many threads; its size is that of what was compressed. Errors are raised, as DuckDB
// wants them.
class TextFormat : public FileFormat {
 public:
  TextFormat(RunStorage& storage, TextCompression compression, Charset charset = Charset::Utf8)
      : storage_(storage), compression_(compression), charset_(charset) {}

  std::unique_ptr<File> open(duckdb::ClientContext& context, const std::string& uri) override;
  void write(duckdb::ClientContext& context, File& file, Rows rows) override;
  bool holds(File& file, duckdb::idx_t bytes) const override;
  void close(duckdb::ClientContext& context, File& file) override;

 protected:
  virtual void append_header(std::string& out) const = 0;
  virtual void append_row(std::string& out, const std::vector<VectorFormat>& columns,
                          duckdb::idx_t row) const = 0;

 private:
  void append(File& file, std::string text);

  RunStorage& storage_;
  const TextCompression compression_;
  const Charset charset_;
};

// With a header line or without, which makes a file of no rows one of no bytes; how rows look, csv_rows.h
// says.
class CsvFormat final : public TextFormat {
 public:
  CsvFormat(RunStorage& storage, TextCompression compression, Charset charset, CsvStyle style,
            const TimeFormats& times, std::vector<std::string> names)
      : TextFormat(storage, compression, charset),
        style_(std::move(style)),
        times_(times),
        names_(std::move(names)) {}

 protected:
  void append_header(std::string& out) const override;
  void append_row(std::string& out, const std::vector<VectorFormat>& columns,
                  duckdb::idx_t row) const override;

 private:
  const CsvStyle style_;
  const TimeForms times_;
  const std::vector<std::string> names_;
};

// For tables of OpenCSVSerde's (open_csv_rows.h).
class OpenCsvFormat final : public TextFormat {
 public:
  OpenCsvFormat(RunStorage& storage, TextCompression compression, OpenCsvStyle style,
                std::vector<std::string> names)
      : TextFormat(storage, compression), style_(style), names_(std::move(names)) {}

 protected:
  void append_header(std::string& out) const override;
  void append_row(std::string& out, const std::vector<VectorFormat>& columns,
                  duckdb::idx_t row) const override;

 private:
  const OpenCsvStyle style_;
  const std::vector<std::string> names_;
};

// For tables of LazySimpleSerDe's (hive_text_rows.h).
class HiveTextFormat final : public TextFormat {
 public:
  HiveTextFormat(RunStorage& storage, TextCompression compression, const HiveTextStyle& style,
                 std::vector<std::string> names)
      : TextFormat(storage, compression), rows_(style, std::move(names)) {}

 protected:
  void append_header(std::string& out) const override { rows_.append_header(out); }
  void append_row(std::string& out, const std::vector<VectorFormat>& columns,
                  duckdb::idx_t row) const override {
    rows_.append_row(out, columns, row);
  }

 private:
  const HiveTextRows rows_;
};

// A JSON object a line (json_rows.h), Spark's or for tables of a SerDe's.
class JsonFormat final : public TextFormat {
 public:
  JsonFormat(RunStorage& storage, TextCompression compression, Charset charset, JsonStyle style,
             const TimeFormats& times, std::optional<JsonSerde> serde, std::vector<std::string> names)
      : TextFormat(storage, compression, charset),
        style_(std::move(style)),
        times_(times),
        serde_(std::move(serde)),
        names_(std::move(names)) {}

 protected:
  void append_header(std::string&) const override {}
  void append_row(std::string& out, const std::vector<VectorFormat>& columns,
                  duckdb::idx_t row) const override;

 private:
  const JsonStyle style_;
  const TimeForms times_;
  const std::optional<JsonSerde> serde_;
  const std::vector<std::string> names_;
};

// The texts of one column as they are; NULL is an empty line.
class LineFormat final : public TextFormat {
 public:
  LineFormat(RunStorage& storage, TextCompression compression, std::string line_end)
      : TextFormat(storage, compression), line_end_(std::move(line_end)) {}

 protected:
  void append_header(std::string&) const override {}
  void append_row(std::string& out, const std::vector<VectorFormat>& columns,
                  duckdb::idx_t row) const override;

 private:
  const std::string line_end_;
};

}  // namespace engine
