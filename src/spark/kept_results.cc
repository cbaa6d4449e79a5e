#include "spark/kept_results.h"

#include <algorithm>
#include <ranges>
#include <vector>

#include "base/text.h"
#include "services/glue/catalog.h"
#include "spark/execution_context.h"
#include "spark/file_columns.h"
#include "spark/file_listing.h"
#include "spark/plan_walk.h"
#include "spark/semantics.h"
#include "spark/tables.h"

namespace spark_door {
namespace {

using google::protobuf::Message;
using DataSource = spark::connect::Read::DataSource;
using spark::connect::StorageLevel;

// The plan with rows in the places of the relations that have those keys. An alias means what stands below
// it.
plan::Relation with_rows(plan::Relation plan, const std::set<int>& kinds,
                         const std::function<std::optional<std::string>(const std::string& key)>& rows_of,
                         bool& changed) {
  const auto replace = [&](Message& message) -> base::Result<void> {
    if (message.GetDescriptor() != plan::Relation::descriptor()) return {};
    auto& relation = static_cast<plan::Relation&>(message);
    if (!kinds.contains(relation.rel_type_case())) return {};
    const std::optional<std::string> rows = rows_of(semantic_key(relation));
    if (!rows) return {};
    plan::Relation kept = rows_named(*rows);
    // By which the plan names the relation's columns.
    if (relation.common().has_plan_id())
      kept = plan::with_plan_id(std::move(kept), relation.common().plan_id());
    relation = std::move(kept);
    changed = true;
    return {};
  };
  static_cast<void>(walk(plan, replace));  // it refuses nothing
  return plan;
}

std::set<int> kinds_of(const std::map<std::string, plan::Relation>& relations) {
  std::set<int> kinds;
  for (const auto& [key, relation] : relations) kinds.insert(without_aliases(relation).rel_type_case());
  return kinds;
}

// What a plan names by frames and aliases below a relation, or finds in what its selection has left out, the
// rows alone do not have.
bool lacks_names(const base::Error& error) {
  return error.code.starts_with("UNRESOLVED_") || error.code.starts_with("CANNOT_RESOLVE_");
}

void add_folders(const std::vector<std::string>& urls, std::set<std::string>& folders) {
  for (const std::string& url : urls) folders.insert(url.substr(0, url.rfind('/') + 1));
}

// As far as it is no pattern.
std::string folder_named(std::string uri) {
  const auto pattern = uri.find_first_of("*?[{\\");
  if (pattern != uri.npos) uri.resize(uri.rfind('/', pattern) + 1);
  return encoded_url(uri.ends_with('/') ? uri : uri + '/');
}

// Where files may come to be that the relation reads, whatever is there now: a table may have none yet.
base::Result<void> add_places(plan::Relation relation, const Storage& storage,
                              std::set<std::string>& folders) {
  services::glue::Catalog catalog(storage.journal, storage.scope);
  return walk(relation, [&](const Message& message) -> base::Result<void> {
    if (message.GetDescriptor() != DataSource::descriptor()) return {};
    const auto& source = static_cast<const DataSource&>(message);
    const bool is_table = source.format() == kTableSource;
    std::vector<std::string> places(source.paths().begin(), source.paths().end());
    for (const auto& [name, value] : source.options())
      if (base::iequals(name, "path")) places.push_back(value);
    for (const std::string& place : places) {
      const auto uri = uri_of(is_table ? TRY(find_table(catalog, place)).location : place);
      if (uri.ok()) folders.insert(folder_named(*uri));
    }
    return {};
  });
}

}  // namespace

void KeptResults::ask(const plan::Relation& relation, const StorageLevel& level) {
  const std::lock_guard lock(mutex_);
  entries_.try_emplace(semantic_key(relation), Entry{.relation = relation, .level = level});
}

void KeptResults::forget(const plan::Relation& relation, Session& session) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(semantic_key(relation));
  if (found == entries_.end()) return;
  drop_rows(found->second, session);
  entries_.erase(found);
}

void KeptResults::forget_all(Session& session) {
  const std::lock_guard lock(mutex_);
  for (auto& [key, entry] : entries_) drop_rows(entry, session);
  entries_.clear();
}

std::optional<StorageLevel> KeptResults::level_of(const plan::Relation& relation) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(semantic_key(relation));
  return found == entries_.end() ? std::nullopt : std::optional(found->second.level);
}

void KeptResults::forget_rows(Session& session, const std::string& below) {
  const std::lock_guard lock(mutex_);
  for (auto& [key, entry] : entries_) {
    // What is computed at this moment may have read either.
    entry.is_outdated = entry.is_made;
    const auto meets = [&](const std::string& at) { return at.starts_with(below) || below.starts_with(at); };
    if (below.empty() || std::ranges::any_of(entry.folders, meets)) drop_rows(entry, session);
  }
}

void KeptResults::drop_rows(Entry& entry, Session& session) {
  if (!entry.rows.empty()) spark_door::drop_rows(entry.rows, session);
  entry.rows.clear();
  entry.is_too_large = false;
}

std::map<std::string, plan::Relation> KeptResults::wanted() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, plan::Relation> relations;
  for (const auto& [key, entry] : entries_) relations.emplace(key, entry.relation);
  return relations;
}

// Columns are looked at before the plan is run: names that are gone are an error of its analysis.
base::Result<plan::Relation> KeptResults::put_into(plan::Relation plan, For use,
                                                   const ExecutionContext& context) {
  const auto relations = wanted();
  if (relations.empty()) return plan;
  base::Result<void> failed;
  bool changed = false;
  plan::Relation with = with_rows(
      plan, kinds_of(relations),
      [&](const std::string& key) -> std::optional<std::string> {
        if (!relations.contains(key) || !failed.ok()) return std::nullopt;
        auto rows = rows_of(key, use, context);
        if (!rows.ok()) failed = rows.error();
        return rows.ok() ? *std::move(rows) : std::nullopt;
      },
      changed);
  TRY(failed);
  if (!changed) return plan;
  const auto columns = context.executor.schema(with, context.session.caller(), context.stop);
  if (columns.ok()) return with;
  if (lacks_names(columns.error())) return plan;
  return columns.error();
}

base::Result<std::optional<std::string>> KeptResults::rows_of(const std::string& key, For use,
                                                              const ExecutionContext& context) {
  using Name = std::optional<std::string>;
  plan::Relation relation;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return Name();
    Entry& entry = found->second;
    entry.last_use = ++uses_;
    if (!entry.rows.empty()) return Name(entry.rows);
    if (use == For::Columns || entry.is_made || entry.is_too_large) return Name();
    entry.is_made = true;
    entry.is_outdated = false;
    relation = entry.relation;
  }
  std::set<std::string> folders;
  auto made = make(relation, folders, context);
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  const bool is_kept = made.ok() && found != entries_.end() && !found->second.is_outdated;
  if (found != entries_.end()) {
    Entry& entry = found->second;
    entry.is_made = false;
    entry.is_too_large = !made.ok() && made.error().code == kNoRoom;
    if (is_kept) {
      entry.rows = *made;
      entry.folders = std::move(folders);
    }
  }
  if (made.ok()) {
    // For this plan alone: unpersist() or a write came in between.
    if (!is_kept) spark_door::drop_rows(*made, context.session);
    return is_kept ? Name(*made) : Name();
  }
  if (made.error().code == kNoRoom) return Name();
  return made.error();
}

base::Result<std::string> KeptResults::make(const plan::Relation& relation, std::set<std::string>& folders,
                                            const ExecutionContext& context) {
  const auto& caller = context.session.caller();
  add_folders(TRY(context.executor.input_files(relation, caller, context.stop)), folders);
  TRY(add_places(relation, context.executor.storage(), folders));
  for (;;) {
    // Of other results that are kept, it takes the rows; itself it is being made.
    auto made = keep_rows(TRY(put_into(without_aliases(relation), For::Rows, context)), context);
    if (made.ok() || made.error().code != kNoRoom || !make_room(context.session)) return made;
  }
}

// Takes the rows that were used longest ago; false: there are none.
bool KeptResults::make_room(Session& session) {
  const std::lock_guard lock(mutex_);
  Entry* oldest = nullptr;
  for (auto& [key, entry] : entries_)
    if (!entry.rows.empty() && (oldest == nullptr || entry.last_use < oldest->last_use)) oldest = &entry;
  if (oldest == nullptr) return false;
  drop_rows(*oldest, session);
  return true;
}

}  // namespace spark_door
