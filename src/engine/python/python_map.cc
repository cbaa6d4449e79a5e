#include "engine/python/python_map.h"

#include <deque>

#include "engine/python/group_writer.h"
#include "engine/python/python_stream.h"
#include "engine/sources/scan_function.h"

namespace engine {
namespace {

constexpr const char* kName = "dovetail_python_map";

struct Bound final : duckdb::FunctionData {
  Bound(const PythonFunction& function, GroupLayout layout, duckdb::vector<Type> types,
        duckdb::vector<std::string> names)
      : function(function), layout(layout), types(std::move(types)), names(std::move(names)) {}
  duckdb::unique_ptr<FunctionData> Copy() const override {
    return duckdb::make_uniq<Bound>(function, layout, types, names);
  }
  bool Equals(const FunctionData& other) const override { return &function == &other.Cast<Bound>().function; }
  const PythonFunction& function;
  const GroupLayout layout;
  const duckdb::vector<Type> types;  // of the input
  const duckdb::vector<std::string> names;
};

duckdb::unique_ptr<duckdb::FunctionData> bind(duckdb::ClientContext&, duckdb::TableFunctionBindInput& input,
                                              duckdb::vector<Type>& types,
                                              duckdb::vector<std::string>& names) {
  const auto& function = *reinterpret_cast<const PythonFunction*>(input.inputs[1].GetPointer());
  for (const auto& [name, type] : duckdb::StructType::GetChildTypes(function.result)) {
    names.push_back(fmt::format("c{}", types.size()));
    types.push_back(type);
  }
  const auto number = [&](std::size_t i) { return input.inputs[i].GetValue<std::uint64_t>(); };
  return duckdb::make_uniq<Bound>(
      function, GroupLayout{.keys = number(2), .of_first = number(3), .of_second = number(4)},
      input.input_table_types, input.input_table_names);
}

// What one thread sends and gets.
class Rows final : public duckdb::LocalTableFunctionState {
 public:
  Rows(const Bound& bound, duckdb::ClientContext& context)
      : bound_(bound),
        context_(context),
        writer_(GroupWriter::make(bound.function.kind, bound.layout, bound.types, bound.names,
                                  bound.function.time_zone, context)) {}

  // Whether there is more to be had of this input.
  // DuckDB calls again with the same input as long as there is output, so the input is sent with the first
  // call only.
  bool exchange(duckdb::DataChunk& input, duckdb::DataChunk& output) {
    if (stream_ == nullptr) begin();
    if (stream_->is_over()) return false;  // it wants to see no more
    if (!std::exchange(sent_, true)) stream_->send(writer_->rows(input));
    sent_ = take(output);
    return sent_;
  }

  // The same, of the input's end.
  bool finish(duckdb::DataChunk& output) {
    if (stream_ == nullptr) return false;
    if (!std::exchange(ended_, true)) stream_->send_end(writer_->end());
    for (;;) {
      if (take(output)) return true;
      if (stream_->is_over()) return false;
    }
  }

 private:
  void begin() {
    reader_ = std::make_unique<BatchReader>(duckdb::vector<Type>{bound_.function.result}, context_);
    stream_ = std::make_unique<PythonStream>(bound_.function, writer_->schema());
  }

  bool take(duckdb::DataChunk& output) {
    while (ready_.empty()) {
      if (!reader_->read([&] { return stream_->next(); }, [&](duckdb::DataChunk& rows) { keep(rows); }))
        return false;
    }
    output.Move(*ready_.front());
    ready_.pop_front();
    return true;
  }

  void keep(duckdb::DataChunk& rows) {
    auto kept = duckdb::make_uniq<duckdb::DataChunk>();
    duckdb::vector<Type> types;
    for (const auto& [name, type] : duckdb::StructType::GetChildTypes(bound_.function.result))
      types.push_back(type);
    kept->Initialize(context_, types);
    rows.data[0].Flatten(rows.size());
    auto& columns = duckdb::StructVector::GetEntries(rows.data[0]);
    for (std::size_t i = 0; i < columns.size(); ++i)
      duckdb::VectorOperations::Copy(*columns[i], kept->data[i], rows.size(), 0, 0);
    kept->SetCardinality(rows.size());
    ready_.push_back(std::move(kept));
  }

  const Bound& bound_;
  duckdb::ClientContext& context_;
  const std::unique_ptr<GroupWriter> writer_;
  std::unique_ptr<BatchReader> reader_;
  std::unique_ptr<PythonStream> stream_;  // null: not yet
  std::deque<duckdb::unique_ptr<duckdb::DataChunk>> ready_;
  bool sent_ = false;
  bool ended_ = false;
};

duckdb::unique_ptr<duckdb::LocalTableFunctionState> begin(duckdb::ExecutionContext& context,
                                                          duckdb::TableFunctionInitInput& input,
                                                          duckdb::GlobalTableFunctionState*) {
  return duckdb::make_uniq<Rows>(input.bind_data->Cast<Bound>(), context.client);
}

duckdb::OperatorResultType exchange(duckdb::ExecutionContext&, duckdb::TableFunctionInput& data,
                                    duckdb::DataChunk& input, duckdb::DataChunk& output) {
  const bool more = data.local_state->Cast<Rows>().exchange(input, output);
  return more ? duckdb::OperatorResultType::HAVE_MORE_OUTPUT : duckdb::OperatorResultType::NEED_MORE_INPUT;
}

duckdb::OperatorFinalizeResultType finish(duckdb::ExecutionContext&, duckdb::TableFunctionInput& data,
                                          duckdb::DataChunk& output) {
  const bool more = data.local_state->Cast<Rows>().finish(output);
  return more ? duckdb::OperatorFinalizeResultType::HAVE_MORE_OUTPUT
              : duckdb::OperatorFinalizeResultType::FINISHED;
}

}  // namespace

void register_python_map(duckdb::ExtensionLoader& loader) {
  duckdb::TableFunction function(kName,
                                 {Type::TABLE, Type::POINTER, Type::UBIGINT, Type::UBIGINT, Type::UBIGINT},
                                 nullptr, bind, nullptr, begin);
  function.in_out_function = exchange;
  function.in_out_function_final = finish;
  loader.RegisterFunction(std::move(function));
}

TableRef python_map_table(const PythonFunction& function, GroupLayout layout, Lowered input) {
  Trees numbers;
  for (const std::size_t number : {layout.keys, layout.of_first, layout.of_second})
    numbers.push_back(constant_tree(duckdb::Value::UBIGINT(number)));
  return call_with_rows(kName, &function, std::move(input), std::move(numbers));
}

}  // namespace engine
