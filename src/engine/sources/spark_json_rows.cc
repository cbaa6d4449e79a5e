#include <unordered_map>

#include "base/text.h"
#include "engine/sources/json_rows.h"
#include "engine/sources/json_writer.h"

namespace engine {
namespace {

// As Spark's reader: of names that differ in case alone the exact one is meant, and a field that no column
// has is skipped.
class SparkJsonRows final : public JsonRows {
 public:
  SparkJsonRows(const JsonOptions& options, const std::vector<JsonTarget>& targets)
      : targets_(targets),
        grammar_(options.grammar),
        times_(options.text_times),
        writer_(times_.get(),
                options.grammar.not_finite ? JsonWriter::Words::Numbers : JsonWriter::Words::Texts) {
    for (const JsonTarget& target : targets) {
      // The column of bad records is no field of a good one.
      if (target.name != options.corrupt_column) {
        by_name_.emplace(target.name, columns_.size());
        by_name_.emplace(base::to_lower(target.name), columns_.size());
      }
      columns_.emplace_back(target.name, target.type);
    }
  }

  Problem read(const JsonRecords& records, duckdb::DataChunk& chunk, duckdb::idx_t row) override {
    JsonCursor cursor(records.record(), grammar_);
    if (records.broken() || cursor.kind() != JsonCursor::Kind::Object)
      return {.malformed = records.problem()};
    Problem problem;
    std::string name;
    for (cursor.enter(); cursor.next_name(name);) {
      const std::size_t* index = find(name);
      if (!index) {
        cursor.skip();
        continue;
      }
      cursor.kind();  // its blanks are no part of the value
      const std::size_t begin = cursor.position();
      const JsonTarget& target = targets_[*index];
      writer_.write(cursor, columns_[*index], chunk.data[target.place], row);
      if (writer_.take_misfit() && problem.misfit.empty())
        problem.misfit = misfit_text(target, records.record().substr(begin, cursor.position() - begin));
    }
    problem.malformed = cursor.problem();
    return problem;
  }

 private:
  const std::size_t* find(const std::string& name) const {
    auto found = by_name_.find(name);
    if (found == by_name_.end()) found = by_name_.find(base::to_lower(name));
    return found == by_name_.end() ? nullptr : &found->second;
  }

  const std::vector<JsonTarget>& targets_;
  const JsonGrammar grammar_;
  const std::shared_ptr<const TextTimes> times_;  // the options' own
  std::vector<JsonColumn> columns_;
  std::unordered_map<std::string, std::size_t> by_name_;
  JsonWriter writer_;
};

}  // namespace

std::unique_ptr<JsonRows> spark_json_rows(const JsonOptions& options,
                                          const std::vector<JsonTarget>& targets) {
  return std::make_unique<SparkJsonRows>(options, targets);
}

}  // namespace engine
