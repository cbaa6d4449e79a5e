#include "spark/folder_write.h"

#include <set>

#include "lake/staged_commit.h"
#include "spark/file_columns.h"

namespace spark_door {
namespace {

base::Result<void> stage_marker(lake::Lake& lake, lake::CommitId commit, const lake::S3Path& folder) {
  const auto writer = TRY(lake.new_content());
  lake::Content nothing = TRY(writer->seal());
  return lake.stage(commit, {{.bucket = folder.bucket,
                              .key = folder.key + "_SUCCESS",
                              .content = std::move(nothing),
                              .properties = {.content_type = "application/octet-stream"}}});
}

}  // namespace

base::Result<void> FolderWrite::run(const ExecutionContext& context) {
  const Storage& storage = context.executor.storage();
  auto staged = TRY(lake::StagedCommit::begin(storage.lake, storage.scope.account));
  operation.set_path(folder.uri());
  operation.set_mode(spark::connect::WriteOperation::SAVE_MODE_APPEND);  // the engine's part
  TRY(read_kept(operation, context));
  const plan::WriteReport report = TRY(context.executor.write(
      std::move(operation), {.commit = staged.id()}, context.session.caller(), context.emit, context.stop));
  TRY(stage_marker(storage.lake, staged.id(), folder));
  TRY(storage.journal.write([&](store::Transaction& transaction) -> base::Result<void> {
    TRY(remove_overwritten(transaction, storage.lake, report));
    if (also) TRY(also(transaction, report));
    return staged.publish(transaction);
  }));
  staged.published();
  context.session.kept().forget_rows(context.session, encoded_url(folder.uri()));
  return {};
}

base::Result<void> FolderWrite::remove_overwritten(store::Transaction& transaction, lake::Lake& lake,
                                                   const plan::WriteReport& report) const {
  if (overwrites == Overwrites::Nothing) return {};
  if (overwrites == Overwrites::Everything) return lake.remove_below(transaction, folder.bucket, folder.key);
  std::set<std::string> folders;
  for (const plan::WrittenFile& file : report.files()) {
    const std::string key = lake::S3Path::parse(file.uri())->key;
    folders.insert(key.substr(0, key.rfind('/') + 1));
  }
  for (const std::string& partition : folders) TRY(lake.remove_below(transaction, folder.bucket, partition));
  return {};
}

}  // namespace spark_door
