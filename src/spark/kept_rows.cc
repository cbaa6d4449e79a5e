#include <fcntl.h>
#include <fmt/format.h>

#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "base/random.h"
#include "plan/types.h"
#include "spark/execution_context.h"
#include "spark/kept_results.h"
#include "spark/plans.h"

// Rows in files of the session's, as if the client had sent them: a plan reads them as such
// (ChunkedCachedLocalRelation, inputs.cc).
namespace spark_door {
namespace {

using Response = Operation::Response;

constexpr std::string_view kSchema = ".schema";
// Left free for what has to be written: the journal, the lake, and what runs spill.
constexpr std::uintmax_t kLeastFreeBytes = std::uintmax_t{1} << 30;

// https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format: of every message, a marker of four
// bytes and the length of what describes it, of which a schema has nothing behind.
constexpr std::size_t kPrefix = 8;
constexpr std::string_view kMarker = "\xff\xff\xff\xff";
constexpr std::string_view kEnd{"\xff\xff\xff\xff\0\0\0\0", kPrefix};

// What stands between the schema and the end; with the schema, for the first of several streams of one
// schema, which become one.
base::Result<std::string_view> part_of(std::string_view stream, bool is_first) {
  std::uint32_t length = 0;
  if (!stream.starts_with(kMarker) || stream.size() < kPrefix)
    return base::failure("The engine's rows are no stream of Arrow.");
  std::memcpy(&length, stream.data() + kMarker.size(), sizeof length);
  if (stream.size() < kPrefix + length) return base::failure("The engine's rows are a torn stream of Arrow.");
  if (!is_first) stream.remove_prefix(kPrefix + length);
  if (stream.ends_with(kEnd)) stream.remove_suffix(kPrefix);
  return stream;
}

class RowsFile {
 public:
  explicit RowsFile(std::filesystem::path folder) : folder_(std::move(folder)) {}

  base::Result<void> open() {
    rows_.file = TRY(base::open_file(folder_, O_RDWR | O_TMPFILE));
    return {};
  }

  base::Result<void> add(std::string_view stream) {
    std::error_code error;
    if (std::filesystem::space(folder_, error).available < kLeastFreeBytes + stream.size())
      return base::refusal(kNoRoom, 400, "There is no room on the disk to keep the rows of a data frame.");
    return write(TRY(part_of(stream, rows_.size == 0)));
  }

  base::Result<engine::SessionFile> finish() {
    if (rows_.size == 0) return base::failure("The engine gave no rows, not even their columns.");
    TRY(write(kEnd));
    return std::move(rows_);
  }

 private:
  base::Result<void> write(std::string_view bytes) {
    TRY(base::write_fully(rows_.file.get(), bytes));
    rows_.size += std::ssize(bytes);
    return {};
  }

  const std::filesystem::path folder_;
  engine::SessionFile rows_;
};

base::Result<engine::SessionFile> text_file(const std::filesystem::path& folder, std::string_view text) {
  engine::SessionFile file{.file = TRY(base::open_file(folder, O_RDWR | O_TMPFILE)),
                           .size = std::ssize(text)};
  TRY(base::write_fully(file.file.get(), text));
  return file;
}

}  // namespace

// What the client gets beside rows, such as metrics, it gets now.
base::Result<std::string> keep_rows(plan::Relation relation, const ExecutionContext& context) {
  const auto& scratch = context.executor.storage().scratch;
  RowsFile rows(scratch);
  TRY(rows.open());
  std::string schema;
  const Operation::Emit take = [&](Response response) -> base::Result<void> {
    if (response.has_schema()) schema = plan::schema_text(response.schema());
    if (response.has_arrow_batch()) TRY(rows.add(response.arrow_batch().data()));
    return response.has_schema() || response.has_arrow_batch() ? base::Result<void>()
                                                               : context.emit(std::move(response));
  };
  TRY(context.executor.fetch(std::move(relation), context.session.caller(), take, context.stop));
  engine::SessionFile kept = TRY(rows.finish());
  engine::SessionFile columns = TRY(text_file(scratch, schema));
  std::string name = base::random_uuid();
  const std::string file = std::string(engine::kCachedRows) + name;
  context.session.keep_file(file, std::move(kept));
  context.session.keep_file(file + std::string(kSchema), std::move(columns));
  return name;
}

plan::Relation rows_named(const std::string& name) {
  plan::Relation relation;
  auto& rows = *relation.mutable_chunked_cached_local_relation();
  rows.add_datahashes(name);
  rows.set_schemahash(name + std::string(kSchema));
  return relation;
}

base::Result<void> read_kept(spark::connect::WriteOperation& write, const ExecutionContext& context) {
  *write.mutable_input() = TRY(
      context.session.kept().put_into(std::move(*write.mutable_input()), KeptResults::For::Rows, context));
  return {};
}

base::Result<void> run_checkpoint(const spark::connect::CheckpointCommand& command, plan::Relation relation,
                                  const ExecutionContext& context) {
  TRY(only(command, {"relation", "local", "eager", "storage_level"}));
  relation = TRY(context.session.kept().put_into(std::move(relation), KeptResults::For::Rows, context));
  Response response;
  response.mutable_checkpoint_command_result()->mutable_relation()->set_relation_id(
      TRY(keep_rows(std::move(relation), context)));
  return context.emit(std::move(response));
}

void drop_rows(const std::string& name, Session& session) {
  const std::string file = std::string(engine::kCachedRows) + name;
  session.drop_file(file);
  session.drop_file(file + std::string(kSchema));
}

}  // namespace spark_door
