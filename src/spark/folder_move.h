#pragma once

#include <functional>

#include "lake/s3_path.h"
#include "spark/storage.h"

namespace spark_door {

// Moves all files of a folder to another one, which must be empty (LOCATION_ALREADY_EXISTS, which
// names the `table`): the old ones go in the transaction in which `also` says that they are elsewhere by now.
// No byte is copied. What others change below `from` meanwhile makes it fail (OperationAborted).
base::Result<void> move_folder(const lake::S3Path& from, const lake::S3Path& to, const std::string& table,
                               const Storage& storage,
                               const std::function<base::Result<void>(store::Transaction&)>& also);

}  // namespace spark_door
