#pragma once

#include "spark/execution_context.h"
#include "spark/local_folder.h"

namespace spark_door {

// One write into a folder on the machine's own disks; the operation's input is resolved. How it becomes
// visible: local_folder.h.
base::Result<void> run_local_write(spark::connect::WriteOperation operation, const std::string& uri,
                                   LocalFolder::Manner manner, const ExecutionContext& context);

}  // namespace spark_door
