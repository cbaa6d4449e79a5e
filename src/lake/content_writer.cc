#include "lake/content_writer.h"

#include <fcntl.h>

#include "base/file.h"
#include "lake/checksums.h"

namespace lake {

base::Result<std::unique_ptr<FileContentWriter>> FileContentWriter::create(ContentFolder& contents,
                                                                           std::string_view checksum) {
  if (checksum.empty()) checksum = kDefaultChecksum;
  if (!base::checksum_algorithm(checksum))
    return base::refusal("NotImplemented", 501,
                         fmt::format("The checksum algorithm {} is not supported.", checksum));
  return std::unique_ptr<FileContentWriter>(
      new FileContentWriter(contents, TRY(contents.create()), std::string(checksum)));
}

FileContentWriter::FileContentWriter(ContentFolder& contents, ContentFolder::Created created,
                                     std::string checksum)
    : contents_(contents),
      id_(std::move(created.id)),
      file_(std::move(created.file)),
      checksum_(std::move(checksum)),
      md5_(base::make_digest(base::DigestAlgorithm::Md5)),
      checksum_digest_(base::make_digest(*base::checksum_algorithm(checksum_))) {}

FileContentWriter::~FileContentWriter() {
  if (!sealed_) contents_.discard({&id_, 1});
}

base::Result<void> FileContentWriter::write(std::string_view bytes) {
  TRY(base::write_fully(file_.get(), bytes));
  md5_->update(bytes);
  checksum_digest_->update(bytes);
  size_ += static_cast<std::int64_t>(bytes.size());
  return {};
}

// The bytes, then the name: whoever is told of a content finds it after a power cut.
base::Result<Content> FileContentWriter::seal() {
  TRY(base::sync_file(file_.get()));
  TRY(contents_.sync_names({&id_, 1}));
  sealed_ = true;
  file_.reset();
  return Content{.id = id_,
                 .size = size_,
                 .md5 = md5_->finish(),
                 .checksum = Checksum{.algorithm = checksum_, .value = checksum_digest_->finish()}};
}

}  // namespace lake
