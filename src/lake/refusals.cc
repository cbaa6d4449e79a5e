#include "lake/refusals.h"

namespace lake {

base::Error key_too_long(std::string_view key) {
  base::Error error = base::refusal("KeyTooLongError", 400, "Your key is too long");
  error.details.emplace_back("Size", std::to_string(key.size()));
  error.details.emplace_back("MaxSizeAllowed", std::to_string(kLongestKey));
  return error;
}

base::Error no_such_bucket(std::string_view name) {
  base::Error error = base::refusal("NoSuchBucket", 404, "The specified bucket does not exist");
  error.details.emplace_back("BucketName", name);
  return error;
}

base::Error access_denied(std::string_view bucket) {
  base::Error error = base::refusal("AccessDenied", 403, "Access Denied");
  error.details.emplace_back("BucketName", bucket);
  return error;
}

base::Error no_such_key(std::string_view key) {
  base::Error error = base::refusal("NoSuchKey", 404, "The specified key does not exist.");
  error.details.emplace_back("Key", key);
  return error;
}

base::Error invalid_upload_marker(const UploadId& id) {
  base::Error error = base::refusal("InvalidArgument", 400, "Invalid uploadId marker");
  error.details = {{"ArgumentName", "upload-id-marker"}, {"ArgumentValue", id.str()}};
  return error;
}

base::Error no_such_upload(const UploadId& id) {
  base::Error error =
      base::refusal("NoSuchUpload", 404,
                    "The specified upload does not exist. The upload ID may be invalid, or the upload "
                    "may have been aborted or completed.");
  error.details.emplace_back("UploadId", id.str());
  return error;
}

base::Error invalid_part(const UploadId& id, int number, std::string_view etag) {
  base::Error error =
      base::refusal("InvalidPart", 400,
                    "One or more of the specified parts could not be found.  The part may not have been "
                    "uploaded, or the specified entity tag may not match the part's entity tag.");
  error.details.emplace_back("UploadId", id.str());
  error.details.emplace_back("PartNumber", std::to_string(number));
  error.details.emplace_back("ETag", etag);
  return error;
}

}  // namespace lake
