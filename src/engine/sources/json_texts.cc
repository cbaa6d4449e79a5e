#include "engine/sources/json_texts.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/functions/kernel.h"
#include "engine/functions/vector_values.h"
#include "engine/sources/bad_records.h"
#include "engine/sources/json_cursor.h"
#include "engine/sources/json_rows.h"
#include "engine/sources/scan_function.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

using duckdb::DataChunk;
using duckdb::FlatVector;
using duckdb::idx_t;
using Kind = JsonCursor::Kind;
using Mode = JsonOptions::Mode;

constexpr const char* kFunctionName = "dovetail_json_texts";

// What a text holds: its records, or nothing that could be told apart.
struct Split {
  std::vector<std::string_view> records;
  bool malformed = false;

  void read(std::optional<std::string_view> text, const JsonGrammar& grammar) {
    records.clear();
    malformed = !text;
    if (!text) return;
    JsonCursor cursor(*text, grammar);
    const Kind kind = cursor.kind();
    if (kind == Kind::End) return;
    if (kind == Kind::Object)
      records.push_back(*text);
    else
      malformed = kind != Kind::Array || !take_elements(cursor);
  }

 private:
  bool take_elements(JsonCursor& cursor) {
    for (cursor.enter(); cursor.next_element();) {
      if (cursor.kind() != Kind::Object) return false;
      records.push_back(cursor.raw());
    }
    return cursor.ok();
  }
};

struct Bound final : duckdb::TableFunctionData {
  explicit Bound(const JsonTexts& the_texts) : texts(the_texts) {}
  const JsonTexts& texts;
};

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::TableFunctionBindInput& input,
                                              duckdb::vector<Type>& types,
                                              duckdb::vector<std::string>& names) {
  const auto& texts = *reinterpret_cast<const JsonTexts*>(input.inputs[1].GetPointer());
  for (const Field& column : texts.columns) {
    names.push_back(column.name);
    types.push_back(column.type);
  }
  return duckdb::make_uniq<Bound>(texts);
}

std::vector<JsonTarget> targets_of(const JsonTexts& texts) {
  std::vector<JsonTarget> targets;
  for (std::size_t i = 0; i < texts.columns.size(); ++i)
    targets.push_back(
        {.name = texts.columns[i].name, .type = texts.columns[i].type, .ordinal = i, .place = i});
  return targets;
}

// What one thread makes of its texts.
class Rows final : public duckdb::LocalTableFunctionState {
 public:
  explicit Rows(const JsonTexts& texts)
      : options_(texts.options),
        targets_(targets_of(texts)),
        rows_(make_json_rows(options_, targets_)),
        corrupt_(std::ranges::find(targets_, options_.corrupt_column, &JsonTarget::name)) {}

  // True: there is more to be had of this input, and DuckDB calls with it again. A text's rows lie in one
  // chunk, where they fit into one.
  bool read(DataChunk& input, DataChunk& output) {
    duckdb::UnifiedVectorFormat texts;
    input.data[0].ToUnifiedFormat(input.size(), texts);
    for (idx_t rows = 0;; ++next_text_) {
      if (next_text_ == input.size()) {
        next_text_ = 0;
        output.SetCardinality(rows);
        return false;
      }
      if (next_record_ == 0) take(texts, texts.sel->get_index(next_text_));
      const idx_t needed = malformed() ? 1 : split_.records.size();
      if (rows > 0 && rows + needed > STANDARD_VECTOR_SIZE) {
        output.SetCardinality(rows);
        return true;
      }
      rows = add_text(output, rows);
      if (next_record_ == 0) continue;
      output.SetCardinality(rows);
      return true;
    }
  }

 private:
  bool malformed() const { return split_.malformed; }

  void take(const duckdb::UnifiedVectorFormat& texts, idx_t at) {
    text_ = texts.validity.RowIsValid(at)
                ? std::optional(view(duckdb::UnifiedVectorFormat::GetData<duckdb::string_t>(texts)[at]))
                : std::nullopt;
    split_.read(text_, options_.grammar);
  }

  // Behind the rows that there are; next_record_ is not 0 where not all records found a place. How many rows
  // there are then.
  idx_t add_text(DataChunk& output, idx_t first) {
    idx_t row = first;
    std::optional<idx_t> bad;  // the first
    if (malformed()) {
      set_nulls(output, row);
      bad = row++;
    } else {
      for (; next_record_ < split_.records.size() && row < STANDARD_VECTOR_SIZE; ++next_record_, ++row)
        if (!add_record(output, row, split_.records[next_record_]) && !bad) bad = row;
      if (next_record_ == split_.records.size()) next_record_ = 0;
    }
    if (!bad) return row;
    if (options_.mode == Mode::DropMalformed) return first;
    if (options_.mode == Mode::FailFast) raise(malformed_record(shown_row(output, *bad)));
    for (idx_t i = first; i < row; ++i) set_corrupt(output, i);
    return row;
  }

  // Whether all of the record fits.
  bool add_record(DataChunk& output, idx_t row, std::string_view record) {
    set_nulls(output, row);
    const auto problem = rows_->read(JsonRecords(record, options_), output, row);
    if (!problem.malformed.empty()) set_nulls(output, row);
    return problem.malformed.empty() && problem.misfit.empty();
  }

  void set_nulls(DataChunk& output, idx_t row) const {
    for (const JsonTarget& target : targets_) FlatVector::SetNull(output.data[target.place], row, true);
  }

  void set_corrupt(DataChunk& output, idx_t row) const {
    if (corrupt_ == targets_.end() || !text_) return;
    auto& vector = output.data[corrupt_->place];
    put_bytes(vector, row, *text_);
    FlatVector::Validity(vector).SetValid(row);
  }

  const JsonOptions& options_;
  const std::vector<JsonTarget> targets_;
  const std::unique_ptr<JsonRows> rows_;
  const std::vector<JsonTarget>::const_iterator corrupt_;
  std::optional<std::string_view> text_;
  Split split_;  // of the text
  idx_t next_text_ = 0;
  std::size_t next_record_ = 0;  // of the text; 0: it was not begun
};

duckdb::unique_ptr<duckdb::LocalTableFunctionState> begin(duckdb::ExecutionContext&,
                                                          duckdb::TableFunctionInitInput& input,
                                                          duckdb::GlobalTableFunctionState*) {
  return duckdb::make_uniq<Rows>(input.bind_data->Cast<Bound>().texts);
}

duckdb::OperatorResultType read(duckdb::ExecutionContext&, duckdb::TableFunctionInput& data, DataChunk& input,
                                DataChunk& output) {
  const bool more = data.local_state->Cast<Rows>().read(input, output);
  return more ? duckdb::OperatorResultType::HAVE_MORE_OUTPUT : duckdb::OperatorResultType::NEED_MORE_INPUT;
}

}  // namespace

base::Result<void> JsonTextsInference::add(std::optional<std::string_view> text) {
  Split split;
  split.read(text, options_.grammar);
  std::optional<std::string> problem;
  if (split.malformed) problem = inference_.add_malformed("the record is no JSON object");
  for (std::size_t i = 0; !split.malformed && !problem && i < split.records.size(); ++i)
    problem = inference_.add(JsonRecords(split.records[i], options_));
  if (!problem) return {};
  if (options_.mode == Mode::FailFast) return malformed_record(options_.corrupt_column);
  return base::refusal("BadData", 400, *problem);
}

void register_json_texts(duckdb::ExtensionLoader& loader) {
  duckdb::TableFunction function(kFunctionName, {Type::TABLE, Type::POINTER}, nullptr, bind, nullptr, begin);
  function.in_out_function = read;
  loader.RegisterFunction(std::move(function));
}

TableRef json_texts_table(const JsonTexts& texts, Lowered input) {
  return call_with_rows(kFunctionName, &texts, std::move(input), {});
}

}  // namespace engine
