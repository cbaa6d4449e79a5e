#include "spark/local_write.h"

#include "spark/file_columns.h"

namespace spark_door {

base::Result<void> run_local_write(spark::connect::WriteOperation operation, const std::string& uri,
                                   LocalFolder::Manner manner, const ExecutionContext& context) {
  const auto folder = TRY(LocalFolder::open(uri, manner, context.executor.storage().hidden));
  operation.set_path(folder->uri());
  operation.set_mode(spark::connect::WriteOperation::SAVE_MODE_APPEND);  // the engine's part
  TRY(read_kept(operation, context));
  TRY(context.executor.write(std::move(operation), {.folder = folder.get()}, context.session.caller(),
                             context.emit, context.stop));
  TRY(folder->publish());
  context.session.kept().forget_rows(context.session, encoded_url(folder->uri()));
  return {};
}

}  // namespace spark_door
