#include "engine/python/python_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "duckdb/common/vector_operations/vector_operations.hpp"
#include "engine/python/arrow_batches.h"
#include "engine/python/python_stream.h"
#include "engine/sources/scan_function.h"

namespace engine {
namespace {

constexpr const char* kName = "dovetail_python_table";
constexpr std::size_t kMostAnalysis = std::size_t{64} << 20;  // bytes: a schema and what analyze() keeps

using Types = duckdb::vector<Type>;
using Names = duckdb::vector<std::string>;
using Chunk = duckdb::unique_ptr<duckdb::DataChunk>;

Names numbered(std::size_t count) {
  Names names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(fmt::format("_{}", i));
  return names;
}

struct Bound final : duckdb::FunctionData {
  Bound(const PythonFunction& function, PythonTableCall call, Types input)
      : function(function), call(call), input(std::move(input)) {}
  duckdb::unique_ptr<FunctionData> Copy() const override {
    return duckdb::make_uniq<Bound>(function, call, input);
  }
  bool Equals(const FunctionData& other) const override { return &function == &other.Cast<Bound>().function; }

  Types kept() const { return {input.begin(), input.begin() + static_cast<std::ptrdiff_t>(call.kept)}; }
  Types arguments() const { return {input.begin() + static_cast<std::ptrdiff_t>(call.kept), input.end()}; }
  Types made() const {
    Types types;
    for (const auto& [name, type] : duckdb::StructType::GetChildTypes(function.result)) types.push_back(type);
    return types;
  }
  Types output() const {
    Types types = kept();
    for (Type& type : made()) types.push_back(std::move(type));
    return types;
  }

  const PythonFunction& function;
  const PythonTableCall call;
  const Types input;
};

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::TableFunctionBindInput& input,
                                              Types& types, Names& names) {
  const auto& function = *reinterpret_cast<const PythonFunction*>(input.inputs[1].GetPointer());
  const PythonTableCall call{.kept = input.inputs[2].GetValue<std::uint64_t>(),
                             .keeps_rows = input.inputs[3].GetValue<bool>(),
                             .always = input.inputs[4].GetValue<bool>()};
  auto bound = duckdb::make_uniq<Bound>(function, call, input.input_table_types);
  types = bound->output();
  for (std::size_t i = 0; i < types.size(); ++i) names.push_back(fmt::format("c{}", i));
  return bound;
}

// What one thread sends and gets: an instance of the class.
class Calls final : public duckdb::LocalTableFunctionState {
 public:
  Calls(const Bound& bound, duckdb::ClientContext& context)
      : bound_(bound),
        context_(context),
        output_(bound.output()),
        writer_(bound.arguments(), numbered(bound.arguments().size()), bound.function.time_zone, context) {}

  // Whether there is more to be had of this input. DuckDB calls again with the same input as long as there is
  // output, so the input is sent with the first call only.
  bool exchange(duckdb::DataChunk& input, duckdb::DataChunk& output) {
    if (stream_ == nullptr) begin();
    if (stream_->is_over()) return false;
    if (!std::exchange(sent_, true)) send(input);
    sent_ = take(output);
    return sent_;
  }

  // The same, of the input's end.
  bool finish(duckdb::DataChunk& output) {
    if (stream_ == nullptr && !bound_.call.always) return false;
    if (stream_ == nullptr) begin();
    if (!std::exchange(ended_, true)) stream_->send_end(writer_.end());
    for (;;) {
      if (take(output)) return true;
      if (stream_->is_over()) return false;
    }
  }

 private:
  void begin() {
    reader_ = std::make_unique<BatchReader>(Types{bound_.function.result}, context_);
    stream_ = std::make_unique<PythonStream>(bound_.function, writer_.schema());
  }

  void send(duckdb::DataChunk& input) {
    rows_ = duckdb::make_uniq<duckdb::DataChunk>();
    rows_->Initialize(context_, bound_.kept());
    for (std::size_t i = 0; i < bound_.call.kept; ++i)
      duckdb::VectorOperations::Copy(input.data[i], rows_->data[i], input.size(), 0, 0);
    rows_->SetCardinality(input.size());
    row_ = 0;
    found_ = false;
    duckdb::DataChunk arguments;
    for (std::size_t i = bound_.call.kept; i < input.data.size(); ++i)
      arguments.data.emplace_back(input.data[i]);
    arguments.SetCardinality(input.size());
    stream_->send(writer_.rows(arguments));
  }

  bool take(duckdb::DataChunk& output) {
    while (ready_.empty()) {
      if (!reader_->read([&] { return stream_->next(); }, [&](duckdb::DataChunk& rows) { keep(rows); },
                         [&] { end_row(); }))
        return false;
    }
    output.Move(*ready_.front());
    ready_.pop_front();
    return true;
  }

  // Each batch is what the function made of one row.
  void end_row() {
    const bool of_a_row = rows_ != nullptr && row_ < rows_->size();
    if (of_a_row && bound_.call.keeps_rows && !found_) keep_alone();
    if (of_a_row) ++row_;
    found_ = false;
  }

  void keep(duckdb::DataChunk& made) {
    found_ = true;
    Chunk kept = beside_row(made.size());
    made.data[0].Flatten(made.size());
    auto& columns = duckdb::StructVector::GetEntries(made.data[0]);
    for (std::size_t i = 0; i < columns.size(); ++i)
      duckdb::VectorOperations::Copy(*columns[i], kept->data[bound_.call.kept + i], made.size(), 0, 0);
    ready_.push_back(std::move(kept));
  }

  void keep_alone() {
    Chunk kept = beside_row(1);
    for (std::size_t i = bound_.call.kept; i < output_.size(); ++i)
      duckdb::FlatVector::SetNull(kept->data[i], 0, true);
    ready_.push_back(std::move(kept));
  }

  // So many rows that begin as the one for which the function was called: in the end, the last one.
  Chunk beside_row(duckdb::idx_t count) {
    auto chunk = duckdb::make_uniq<duckdb::DataChunk>();
    chunk->Initialize(context_, output_);
    chunk->SetCardinality(count);
    if (bound_.call.kept == 0 || rows_ == nullptr) return chunk;
    duckdb::SelectionVector same(count);
    for (duckdb::idx_t i = 0; i < count; ++i) same.set_index(i, std::min(row_, rows_->size() - 1));
    for (std::size_t i = 0; i < bound_.call.kept; ++i)
      duckdb::VectorOperations::Copy(rows_->data[i], chunk->data[i], same, count, 0, 0);
    return chunk;
  }

  const Bound& bound_;
  duckdb::ClientContext& context_;
  const Types output_;
  BatchWriter writer_;
  std::unique_ptr<BatchReader> reader_;
  std::unique_ptr<PythonStream> stream_;  // null: not yet
  Chunk rows_;                            // the kept columns of what was sent last
  duckdb::idx_t row_ = 0;  // of those, which the next batch is of; their number: of none of them
  bool found_ = false;     // rows of that one
  std::deque<Chunk> ready_;
  bool sent_ = false;
  bool ended_ = false;
};

duckdb::unique_ptr<duckdb::LocalTableFunctionState> begin(duckdb::ExecutionContext& context,
                                                          duckdb::TableFunctionInitInput& input,
                                                          duckdb::GlobalTableFunctionState*) {
  return duckdb::make_uniq<Calls>(input.bind_data->Cast<Bound>(), context.client);
}

duckdb::OperatorResultType exchange(duckdb::ExecutionContext&, duckdb::TableFunctionInput& data,
                                    duckdb::DataChunk& input, duckdb::DataChunk& output) {
  const bool more = data.local_state->Cast<Calls>().exchange(input, output);
  return more ? duckdb::OperatorResultType::HAVE_MORE_OUTPUT : duckdb::OperatorResultType::NEED_MORE_INPUT;
}

duckdb::OperatorFinalizeResultType finish(duckdb::ExecutionContext&, duckdb::TableFunctionInput& data,
                                          duckdb::DataChunk& output) {
  const bool more = data.local_state->Cast<Calls>().finish(output);
  return more ? duckdb::OperatorFinalizeResultType::HAVE_MORE_OUTPUT
              : duckdb::OperatorFinalizeResultType::FINISHED;
}

}  // namespace

void register_python_table(duckdb::ExtensionLoader& loader) {
  duckdb::TableFunction function(kName,
                                 {Type::TABLE, Type::POINTER, Type::UBIGINT, Type::BOOLEAN, Type::BOOLEAN},
                                 nullptr, bind, nullptr, begin);
  function.in_out_function = exchange;
  function.in_out_function_final = finish;
  loader.RegisterFunction(std::move(function));
}

TableRef python_table(const PythonFunction& function, const PythonTableCall& call, Lowered input) {
  return call_with_rows(kName, &function, std::move(input),
                        trees(constant_tree(duckdb::Value::UBIGINT(call.kept)),
                              constant_tree(duckdb::Value::BOOLEAN(call.keeps_rows)),
                              constant_tree(duckdb::Value::BOOLEAN(call.always))));
}

std::string python_analysis(const PythonFunction& function, const std::vector<duckdb::Value>& arguments,
                            const std::vector<Type>& types, duckdb::ClientContext& context) {
  const Types own(types.begin(), types.end());
  BatchWriter writer(own, numbered(own.size()), function.time_zone, context);
  PythonStream stream(function, writer.schema());
  duckdb::DataChunk row;
  row.Initialize(context, own, 1);
  for (std::size_t i = 0; i < arguments.size(); ++i) row.SetValue(i, 0, arguments[i]);
  row.SetCardinality(1);
  std::string rows = arguments.empty() ? std::string() : writer.rows(row);
  rows += writer.end();
  stream.send_end(rows);
  std::string answer;
  while (!stream.is_over())
    if (const auto part = stream.next()) {
      answer += *part;
      if (answer.size() > kMostAnalysis) raise_nonsense("an analysis of more than 64 MiB");
    }
  return answer;
}

}  // namespace engine
