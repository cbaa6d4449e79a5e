#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.h"
#include "spark/executor.h"
#include "spark/kept_results.h"
#include "spark/operation.h"
#include "spark/settings.h"
#include "spark/tables.h"
#include "spark/temporary_views.h"
#include "sql/planning.h"

namespace spark_door {

// What a client's session holds: its settings, its temporary views and the operations under way. Runs have
// processes of their own, so that one that dies takes no session along. Thread-safe.
class Session {
 public:
  Session(std::string id, std::string server_id, const base::Clock& clock, Settings settings)
      : id_(std::move(id)), server_id_(std::move(server_id)), clock_(clock), settings_(std::move(settings)) {}

  // One that begins with this one's settings, database, views and functions, and goes its own way.
  std::shared_ptr<Session> clone(std::string id, std::string server_id) const;

  const std::string& id() const { return id_; }
  const std::string& server_id() const { return server_id_; }

  template <typename Use>
  auto with_settings(Use use) {
    std::lock_guard lock(mutex_);
    return use(settings_);
  }
  // For whom its relations are run.
  Caller caller();
  KeptResults& kept() { return kept_; }

  TemporaryViews& views() { return views_; }
  std::string database() const;  // that names without one mean
  void use_database(std::string name);

  // A new one takes the place of the former.
  Functions functions();
  void add_function(const spark::connect::CommonInlineUserDefinedFunction& function);
  void add_function(const spark::connect::CommonInlineUserDefinedTableFunction& function);

  // What plans and user Python find under that name. ARTIFACT_ALREADY_EXISTS where that is another file.
  base::Result<void> add_file(const std::string& name, engine::SessionFile file);
  bool has_file(const std::string& name) const;
  // One of the server's making, until it is dropped; who uses it then has it still.
  void keep_file(const std::string& name, engine::SessionFile file);
  void drop_file(const std::string& name);

  base::Result<std::shared_ptr<Operation>> start(Operation::Identity identity, Operation::Work work);
  base::Result<std::shared_ptr<Operation>> operation(const std::string& id);
  void forget(const std::string& id);
  // Ends those that no client has streamed since then.
  void forget_left_since(base::Timestamp time);
  bool has_operations() const;
  // Those of an id, of a tag, or all; gives the ids of those that were under way.
  enum class Interrupt { All, Tag, Id };
  std::vector<std::string> interrupt(Interrupt which, const std::string& what);

 private:
  const std::string id_;
  const std::string server_id_;
  const base::Clock& clock_;
  mutable std::mutex mutex_;
  Settings settings_;
  TemporaryViews views_;
  std::string database_ = "default";
  Functions functions_;
  engine::SessionFiles files_;
  KeptResults kept_;
  std::map<std::string, std::shared_ptr<Operation>> operations_;
};

// The sessions of all clients: one for each user and session id, from its first request until it is released
// or expires. Thread-safe.
class Sessions {
 public:
  // `settings`: those that every session begins with.
  explicit Sessions(const base::Clock& clock, Settings settings = {})
      : clock_(clock), settings_(std::move(settings)) {}

  // `observed`: the server's id of the session that the client has seen, empty at first. Another one, and any
  // while there is no such session (it expired, or the server restarted), is INVALID_HANDLE.SESSION_CHANGED;
  // one that was released is SESSION_CLOSED; an id that is no UUID is FORMAT.
  base::Result<std::shared_ptr<Session>> open(const std::string& user, const std::string& id,
                                              const std::string& observed);
  // The clone of a session of the user's, by the id or, where it is empty, one of its own.
  // INVALID_CLONE_SESSION_REQUEST where that is none or is taken.
  base::Result<std::shared_ptr<Session>> clone(const std::string& user, const Session& session,
                                               const std::string& new_id);
  // Null: there is none. Whoever asks for it again is told INVALID_HANDLE.SESSION_CLOSED; where clients may
  // come back, they get a new one.
  std::shared_ptr<Session> release(const std::string& user, const std::string& id, bool allow_reconnect);
  // Ends the operations whose clients have been away for as long as Spark waits for them, and takes out the
  // sessions of which nothing was asked for as long: for the caller to end.
  std::vector<std::shared_ptr<Session>> expire();
  void interrupt_all();

 private:
  using Key = std::pair<std::string, std::string>;
  struct Entry {
    std::shared_ptr<Session> session;
    base::Timestamp last_use;
  };

  std::vector<std::shared_ptr<Session>> all();
  bool is_closed(const Key& key) const;

  // Spark's defaults of spark.connect.execute.manager.detachedTimeout and
  // spark.connect.session.manager.defaultSessionTimeout.
  static constexpr std::chrono::minutes kOperationPatience{5};
  static constexpr std::chrono::minutes kSessionPatience{60};

  // And of spark.connect.session.manager.closedSessionsTombstonesSize.
  static constexpr std::size_t kMostClosed = 1000;

  const base::Clock& clock_;
  const Settings settings_;
  std::mutex mutex_;
  std::map<Key, Entry> sessions_;
  std::deque<Key> closed_;  // by their clients, the last ones
};

}  // namespace spark_door
