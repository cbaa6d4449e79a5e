#pragma once

#include <functional>
#include <stop_token>

#include "lake/lake.h"
#include "lake/s3_path.h"

namespace lake {

// Visits the objects below a folder that are data, in the order of their keys, as the lease sees them:
// neither markers of folders nor those of hidden names (hidden.h). A stop request ends it (code "Stopped").
base::Result<void> for_each_data_object(Lake& lake, const Bucket& bucket, const S3Path& folder,
                                        const Lease& lease, const std::stop_token& stop,
                                        const std::function<void(const Object&)>& visit);

}  // namespace lake
