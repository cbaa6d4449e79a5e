#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "base/result.h"
#include "plan/builders.h"
#include "spark/connect/base.pb.h"

namespace spark_door {

struct ExecutionContext;
class Session;

// What df.cache() and its like ask to be kept of one session's results. The first action that has such a
// relation in its plan computes it, and from then on plans read its rows, whatever became of what they were
// read from; so until unpersist(), or until this session writes below a folder that they come from. As in
// Spark, it is a wish: what finds no room on the disk, and what has been out of use for longest when others
// need it, is computed anew, and so is a plan that names columns of the relation by what stands below it (the
// frames and aliases that it was made of). Unlike Spark's, it is not shared among sessions.
//
// Relations are resolved ones. Rows are files of the session (session.h), in Arrow's stream format, without
// names in the scratch folder. Thread-safe; what is being computed is not waited for, but computed beside.
class KeptResults {
 public:
  void ask(const plan::Relation& relation, const spark::connect::StorageLevel& level);
  void forget(const plan::Relation& relation, Session& session);
  void forget_all(Session& session);
  std::optional<spark::connect::StorageLevel> level_of(const plan::Relation& relation) const;

  // Rows go and are computed anew when they are asked for: all, or those from files below a folder.
  void forget_rows(Session& session, const std::string& below = "");

  // The plan with rows in the places of relations that are to be kept: of those that are there, or, to run
  // it, of all.
  enum class For { Columns, Rows };
  base::Result<plan::Relation> put_into(plan::Relation plan, For use, const ExecutionContext& context);

 private:
  struct Entry {
    plan::Relation relation;
    spark::connect::StorageLevel level;
    std::string rows = {};               // the name of its file; empty: they are not there
    std::set<std::string> folders = {};  // from whose files they come
    std::uint64_t last_use = 0;
    bool is_made = false;      // somebody computes it now
    bool is_outdated = false;  // since then somebody wrote
    bool is_too_large = false;
  };
  using Entries = std::map<std::string, Entry>;  // by semantic key

  std::map<std::string, plan::Relation> wanted() const;
  base::Result<std::optional<std::string>> rows_of(const std::string& key, For use,
                                                   const ExecutionContext& context);
  base::Result<std::string> make(const plan::Relation& relation, std::set<std::string>& folders,
                                 const ExecutionContext& context);
  bool make_room(Session& session);
  static void drop_rows(Entry& entry, Session& session);

  mutable std::mutex mutex_;
  Entries entries_;
  std::uint64_t uses_ = 0;
};

// Computes a relation into files of the session, and gives the name by which plans read them (rows_named()).
// Refused (kNoRoom) where the disk would be as good as full.
base::Result<std::string> keep_rows(plan::Relation relation, const ExecutionContext& context);
inline constexpr const char* kNoRoom = "OUT_OF_DISK_SPACE";
plan::Relation rows_named(const std::string& name);
void drop_rows(const std::string& name, Session& session);

// A write of what is kept takes the rows.
base::Result<void> read_kept(spark::connect::WriteOperation& write, const ExecutionContext& context);

// df.checkpoint() and df.localCheckpoint(): the rows are computed now, and go with the client's frame or the
// session; the disk has room for them, or it is kNoRoom. Neither is lazy here, and both stay on this machine.
base::Result<void> run_checkpoint(const spark::connect::CheckpointCommand& command, plan::Relation relation,
                                  const ExecutionContext& context);

}  // namespace spark_door
