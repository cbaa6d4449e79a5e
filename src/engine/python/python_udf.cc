#include "engine/python/python_udf.h"

#include "engine/error_codes.h"
#include "engine/python/arrow_batches.h"
#include "engine/python/python_call.h"
#include "engine/python/python_stream.h"
#include "engine/storage/raise.h"

namespace engine {
namespace {

constexpr const char* kName = "dovetail_python_udf";

class Calls final : public duckdb::FunctionLocalState {
 public:
  Calls(const PythonFunction& function, duckdb::vector<Type> arguments, duckdb::ClientContext& context)
      : function_(function), arguments_(std::move(arguments)), context_(context) {}

  void call(duckdb::DataChunk& arguments, duckdb::Vector& result) {
    if (stream_ == nullptr || stream_->is_over()) begin();
    duckdb::idx_t rows = 0;
    const auto take = [&](duckdb::DataChunk& given) {
      if (rows + given.size() > arguments.size()) raise_rows(rows + given.size(), arguments.size());
      duckdb::VectorOperations::Copy(given.data[0], result, given.size(), 0, rows);
      rows += given.size();
    };
    stream_->send(writer_->rows(arguments));
    read(take);
    // An iterator that wants to see more before it gives what is due: to it, its input ends here.
    if (rows < arguments.size() && !stream_->is_over()) {
      stream_->send_end(writer_->end());
      while (!stream_->is_over()) read(take);
    }
    if (rows < arguments.size()) raise_rows(rows, arguments.size());
  }

 private:
  void begin() {
    duckdb::vector<std::string> names;
    for (std::size_t i = 0; i < arguments_.size(); ++i) names.push_back(fmt::format("_{}", i));
    writer_ = std::make_unique<BatchWriter>(arguments_, std::move(names), function_.time_zone, context_);
    reader_ = std::make_unique<BatchReader>(duckdb::vector<Type>{function_.result}, context_);
    stream_ = std::make_unique<PythonStream>(function_, writer_->schema());
  }

  void read(const BatchReader::Take& take) {
    while (reader_->read([&] { return stream_->next(); }, take)) {
    }
  }

  [[noreturn]] static void raise_rows(duckdb::idx_t given, duckdb::idx_t wanted) {
    raise(base::refusal(
        kPythonException, 400,
        fmt::format("[PYTHON_EXCEPTION] The function gave {} rows for the {} that it was given.", given,
                    wanted)));
  }

  const PythonFunction& function_;
  const duckdb::vector<Type> arguments_;
  duckdb::ClientContext& context_;
  std::unique_ptr<BatchWriter> writer_;
  std::unique_ptr<BatchReader> reader_;
  std::unique_ptr<PythonStream> stream_;  // null: not yet
};

}  // namespace

void register_python_udf(duckdb::ExtensionLoader& loader) {
  loader.RegisterFunction(python_call_function<Calls>(kName));
}

Tree python_udf_tree(const PythonFunction& function, Trees arguments) {
  return python_call_tree(kName, function, std::move(arguments));
}

}  // namespace engine
