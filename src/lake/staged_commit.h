#pragma once

#include <utility>

#include "lake/lake.h"

namespace lake {

// A staged commit into the buckets of one account that is discarded unless it was published: begin(), then
// Lake::stage() under its id(), publish() in the transaction that makes all of it visible, and published()
// once that is durable; without the last, what was published is safe, for a published commit cannot be
// discarded. One thread. Must not outlive its lake.
class StagedCommit {
 public:
  static base::Result<StagedCommit> begin(Lake& lake, std::string_view account) {
    return StagedCommit(lake, TRY(lake.begin_commit(account)));
  }
  StagedCommit(StagedCommit&& other) noexcept
      : lake_(other.lake_), id_(std::exchange(other.id_, std::nullopt)) {}
  StagedCommit& operator=(StagedCommit&&) = delete;
  ~StagedCommit() {
    if (id_) lake_.discard(*id_);
  }

  CommitId id() const { return *id_; }
  base::Result<void> publish(store::Transaction& transaction) { return lake_.publish(transaction, *id_); }
  void published() { id_.reset(); }  // once the transaction is durable

 private:
  StagedCommit(Lake& lake, CommitId id) : lake_(lake), id_(id) {}
  Lake& lake_;
  std::optional<CommitId> id_;
};

}  // namespace lake
