#pragma once

#include <memory>
#include <string>

#include "base/digest.h"
#include "lake/contents.h"
#include "lake/lake.h"

namespace lake {

// The writer behind Lake::new_content(). From create() on, the ContentFolder counts its file as pending: who
// seals it must see to it that it is named or discarded. NotImplemented: a checksum that we do not know.
class FileContentWriter final : public ContentWriter {
 public:
  static base::Result<std::unique_ptr<FileContentWriter>> create(ContentFolder& contents,
                                                                 std::string_view checksum);
  ~FileContentWriter() override;
  base::Result<void> write(std::string_view bytes) override;
  base::Result<Content> seal() override;

 private:
  FileContentWriter(ContentFolder& contents, ContentFolder::Created created, std::string checksum);

  ContentFolder& contents_;
  ContentId id_;
  base::Fd file_;
  std::int64_t size_ = 0;
  const std::string checksum_;
  std::unique_ptr<base::Digest> md5_;
  std::unique_ptr<base::Digest> checksum_digest_;
  bool sealed_ = false;
};

}  // namespace lake
