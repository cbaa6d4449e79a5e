#include "spark/kept_responses.h"

#include <fcntl.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <unistd.h>

#include "base/file.h"
#include "plan/nested_message.h"
#include "plan/program.h"

namespace spark_door {

void KeptResponses::add(Response response) {
  const std::size_t size = response.ByteSizeLong();
  if (memory_bytes_ >= bounds_.memory_bytes && may_spill()) {
    const std::int64_t offset = file_end_;
    if (spill(response.SerializeAsString()).ok()) {
      file_bytes_ += size;
      kept_.push_back({.response = std::nullopt, .offset = offset, .size = size});
      return;
    }
    disk_is_full_ = true;
  }
  memory_bytes_ += size;
  kept_.push_back({.response = std::move(response), .size = size});
}

// What a write that failed has left behind its end is overwritten by the next one, if there is one.
base::Result<void> KeptResponses::spill(const std::string& bytes) {
  if (!file_.valid()) file_ = TRY(base::open_file(folder_, O_RDWR | O_TMPFILE));
  if (::lseek(file_.get(), file_end_, SEEK_SET) < 0) return base::errno_failure("keeping a response");
  TRY(base::write_fully(file_.get(), bytes));
  file_end_ += std::ssize(bytes);
  return {};
}

base::Result<KeptResponses::Response> KeptResponses::get(std::uint64_t number) const {
  const Kept& kept = kept_[number - released_];
  if (kept.response) return *kept.response;
  std::string bytes(kept.size, '\0');
  const std::size_t read = TRY(base::read_at(file_.get(), bytes, kept.offset));
  Response response;
  google::protobuf::io::ArrayInputStream stream(bytes.data(), static_cast<int>(read));
  if (read < kept.size || !plan::parse_nested(response, stream, plan::kMaxMessageNesting))
    return base::failure("reading a response that was kept in a file: it is not there any more");
  return response;
}

void KeptResponses::release_until(std::uint64_t number) {
  for (; released_ < number && !kept_.empty(); ++released_) {
    const Kept& kept = kept_.front();
    (kept.response ? memory_bytes_ : file_bytes_) -= kept.size;
    kept_.pop_front();
  }
  if (file_bytes_ == 0 && file_end_ > 0) empty_file();
}

// A file that keeps its size costs disk and nothing else.
void KeptResponses::empty_file() {
  file_end_ = 0;
  disk_is_full_ = ::ftruncate(file_.get(), 0) != 0;
}

}  // namespace spark_door
