#pragma once

#include "lake/s3_path.h"
#include "spark/storage.h"

namespace spark_door {

base::Result<bool> is_empty(const lake::S3Path& folder, const Storage& storage);

// Every object below it. Refuses (AccessDenied) what is in another account's bucket, which an entry of the
// Data Catalog may name; where there is no bucket any more, there is nothing to remove.
base::Result<void> remove_folder(store::Transaction& transaction, const lake::S3Path& folder,
                                 const Storage& storage);

}  // namespace spark_door
