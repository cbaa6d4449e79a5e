#include "spark/session.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/random.h"
#include "base/text.h"
#include "plan/spark_error.h"
#include "spark/errors.h"

namespace spark_door {
// What is under way, and what is to be kept of data frames, stays with the original.
std::shared_ptr<Session> Session::clone(std::string id, std::string server_id) const {
  auto made = std::make_shared<Session>(std::move(id), std::move(server_id), clock_, Settings());
  std::lock_guard lock(mutex_);
  made->settings_ = settings_;
  made->views_.add_all_of(views_);
  made->database_ = database_;
  made->functions_ = functions_;
  made->files_ = files_;
  return made;
}

Caller Session::caller() {
  std::lock_guard lock(mutex_);
  return {.time_zone = settings_.time_zone(),
          .database = database_,
          .ansi = settings_.is_on(kAnsi),
          .settings = settings_.of_the_engine(),
          .session = server_id_,
          .python_settings = settings_.of_python(),
          .files = files_};
}

std::string Session::database() const {
  std::lock_guard lock(mutex_);
  return database_;
}

void Session::use_database(std::string name) {
  std::lock_guard lock(mutex_);
  database_ = std::move(name);
}

Functions Session::functions() {
  std::lock_guard lock(mutex_);
  return functions_;
}

void Session::add_function(const spark::connect::CommonInlineUserDefinedFunction& function) {
  std::lock_guard lock(mutex_);
  functions_.scalars[base::to_lower(function.function_name())] = function;
}

void Session::add_function(const spark::connect::CommonInlineUserDefinedTableFunction& function) {
  std::lock_guard lock(mutex_);
  functions_.tables[base::to_lower(function.function_name())] = function;
}

base::Result<void> Session::add_file(const std::string& name, engine::SessionFile file) {
  std::lock_guard lock(mutex_);
  auto& kept = files_[name];
  if (kept != nullptr && kept->sha256 != file.sha256)
    return plan::spark_error("ARTIFACT_ALREADY_EXISTS",
                             "The artifact <normalizedRemoteRelativePath> already exists. Please choose a "
                             "different name for the new artifact because it cannot be overwritten.",
                             {{"normalizedRemoteRelativePath", name}});
  if (kept == nullptr) kept = std::make_shared<engine::SessionFile>(std::move(file));
  return {};
}

void Session::keep_file(const std::string& name, engine::SessionFile file) {
  std::lock_guard lock(mutex_);
  files_[name] = std::make_shared<engine::SessionFile>(std::move(file));
}

void Session::drop_file(const std::string& name) {
  std::lock_guard lock(mutex_);
  files_.erase(name);
}

bool Session::has_file(const std::string& name) const {
  std::lock_guard lock(mutex_);
  return files_.contains(name);
}

// Refused, rather than joined, is an id that is known: a client that wants the responses reattaches.
base::Result<std::shared_ptr<Operation>> Session::start(Operation::Identity identity, Operation::Work work) {
  const std::string id = identity.operation_id;
  std::lock_guard lock(mutex_);
  if (operations_.contains(id))
    return invalid_handle("OPERATION_ALREADY_EXISTS", id, "Operation already exists.");
  auto operation = std::make_shared<Operation>(std::move(identity), std::move(work), clock_);
  operations_.emplace(id, operation);
  return operation;
}

base::Result<std::shared_ptr<Operation>> Session::operation(const std::string& id) {
  std::lock_guard lock(mutex_);
  const auto found = operations_.find(id);
  if (found == operations_.end()) return invalid_handle("OPERATION_NOT_FOUND", id, "Operation not found.");
  return found->second;
}

void Session::forget(const std::string& id) {
  std::shared_ptr<Operation> last;  // ended outside of the lock
  std::lock_guard lock(mutex_);
  const auto found = operations_.find(id);
  if (found == operations_.end()) return;
  last = std::move(found->second);
  operations_.erase(found);
}

void Session::forget_left_since(base::Timestamp time) {
  std::vector<std::shared_ptr<Operation>> last;  // ended outside of the lock
  std::lock_guard lock(mutex_);
  std::erase_if(operations_, [&](auto& entry) {
    if (!entry.second->is_left_since(time)) return false;
    last.push_back(std::move(entry.second));
    return true;
  });
}

bool Session::has_operations() const {
  std::lock_guard lock(mutex_);
  return !operations_.empty();
}

// Asks them to stop and does not wait: who streams one gets OPERATION_CANCELED.
std::vector<std::string> Session::interrupt(Interrupt which, const std::string& what) {
  std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, operation] : operations_) {
    const auto& tags = operation->identity().tags;
    const bool meant = which == Interrupt::All || (which == Interrupt::Id && id == what) ||
                       (which == Interrupt::Tag && std::ranges::find(tags, what) != tags.end());
    if (meant && operation->interrupt()) ids.push_back(id);
  }
  return ids;
}

base::Result<std::shared_ptr<Session>> Sessions::open(const std::string& user, const std::string& id,
                                                      const std::string& observed) {
  TRY(check_handle(id));
  std::lock_guard lock(mutex_);
  auto& [session, last_use] = sessions_[{user, id}];
  if (session == nullptr) {
    if (is_closed({user, id})) {
      sessions_.erase({user, id});
      return invalid_handle("SESSION_CLOSED", id, "Session was closed.");
    }
    // The client has seen a session of this id that is none of this server's: the server was started anew, or
    // the session was released. A new one in its place would lack its views and settings without a word.
    if (!observed.empty()) {
      sessions_.erase({user, id});
      return invalid_handle("SESSION_CHANGED", id,
                            "The existing Spark server driver instance has restarted. Please reconnect.");
    }
    session = std::make_shared<Session>(id, base::random_uuid(), clock_, settings_);
  }
  if (!observed.empty() && observed != session->server_id())
    return invalid_handle("SESSION_CHANGED", id,
                          "The existing Spark server driver instance has restarted. Please reconnect.");
  last_use = clock_.now();
  return session;
}

base::Result<std::shared_ptr<Session>> Sessions::clone(const std::string& user, const Session& session,
                                                       const std::string& new_id) {
  const std::string id = new_id.empty() ? base::random_uuid() : new_id;
  if (!check_handle(id).ok())
    return plan::spark_error(
        "INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_FORMAT",
        "Invalid session clone request. Target session ID <targetSessionId> for clone operation must be an "
        "UUID string of the format '00112233-4455-6677-8899-aabbccddeeff'.",
        {{"targetSessionId", id}});
  std::lock_guard lock(mutex_);
  if (is_closed({user, id}))
    return plan::spark_error("INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_ALREADY_CLOSED",
                             "Invalid session clone request. Cannot clone session to target session ID "
                             "<targetSessionId> because a session with this ID was previously closed.",
                             {{"targetSessionId", id}});
  auto& [made, last_use] = sessions_[{user, id}];
  if (made != nullptr)
    return plan::spark_error("INVALID_CLONE_SESSION_REQUEST.TARGET_SESSION_ID_ALREADY_EXISTS",
                             "Invalid session clone request. Cannot clone session to target session ID "
                             "<targetSessionId> because a session with this ID already exists.",
                             {{"targetSessionId", id}});
  made = session.clone(id, base::random_uuid());
  last_use = clock_.now();
  return made;
}

// The sessions stay, for calls under way still hold them.
void Sessions::interrupt_all() {
  for (const auto& session : all()) session->interrupt(Session::Interrupt::All, "");
}

std::shared_ptr<Session> Sessions::release(const std::string& user, const std::string& id,
                                           bool allow_reconnect) {
  std::lock_guard lock(mutex_);
  const auto found = sessions_.find({user, id});
  if (found == sessions_.end()) return nullptr;
  if (!allow_reconnect) closed_.push_back(found->first);
  if (closed_.size() > kMostClosed) closed_.pop_front();
  std::shared_ptr<Session> last =
      std::move(found->second.session);  // ended by the caller, outside of the lock
  sessions_.erase(found);
  return last;
}

bool Sessions::is_closed(const Key& key) const {
  return std::ranges::find(closed_, key) != closed_.end();
}

// Operations are ended outside of the lock, because that waits for their threads. A session that a call holds
// is in use, however long ago the call began: holders are only made under the lock.
std::vector<std::shared_ptr<Session>> Sessions::expire() {
  const base::Timestamp now = clock_.now();
  for (const auto& session : all()) session->forget_left_since(now - kOperationPatience);
  std::vector<std::shared_ptr<Session>> expired;
  std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](auto& item) {
    auto& [session, last_use] = item.second;
    if (session.use_count() > 1 || session->has_operations() || last_use > now - kSessionPatience)
      return false;
    expired.push_back(std::move(session));
    return true;
  });
  return expired;
}

std::vector<std::shared_ptr<Session>> Sessions::all() {
  std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Session>> sessions;
  for (const auto& [key, entry] : sessions_) sessions.push_back(entry.session);
  return sessions;
}

}  // namespace spark_door
