#include "services/glue/visual/question.h"

#include <optional>
#include <set>
#include <string>

#include "plan/program.h"
#include "plan/walks.h"

namespace services::glue::visual {
namespace {

std::string answer_name(std::size_t place) {
  return "answer" + std::to_string(place);
}

// One row: for each condition, whether it is true for any.
plan::Relation answers(const Frame& frame, std::vector<plan::Expression> conditions, std::int64_t plan_id) {
  std::vector<plan::Expression> values;
  for (plan::Expression& condition : conditions)
    values.push_back(plan::alias(plan::call("bool_or", {std::move(condition)}), answer_name(values.size())));
  return plan::with_plan_id(plan::aggregate(frame.relation, {}, std::move(values)), plan_id);
}

// Which of the job's shared relations a relation is made of, by their ids as uses name them.
void list_shared(const plan::Relation& relation, const plan::Program& job, std::set<std::string>& ids) {
  plan::for_each_relation(relation, [&](const plan::Relation& part) {
    if (!part.has_cached_remote_relation()) return;
    const std::string& id = part.cached_remote_relation().relation_id();
    if (!ids.insert(id).second) return;
    for (const plan::Relation& shared : job.relations())
      if (std::to_string(shared.common().plan_id()) == id) list_shared(shared, job, ids);
  });
}

std::set<std::int64_t> reads_of(const plan::Program& program) {
  std::set<std::int64_t> reads;
  plan::for_each_relation(program, [&](const plan::Relation& relation) {
    if (relation.has_read()) reads.insert(relation.common().plan_id());
  });
  return reads;
}

void add_shared(plan::Program& program, const plan::Relation& relation, const plan::Program& job) {
  std::set<std::string> needed;
  list_shared(relation, job, needed);
  for (const plan::Relation& shared : job.relations())
    if (needed.contains(std::to_string(shared.common().plan_id()))) *program.add_relations() = shared;
}

void add_inputs(plan::Program& program, const std::vector<plan::PinnedInput>& inputs) {
  const std::set<std::int64_t> reads = reads_of(program);
  for (const plan::PinnedInput& input : inputs)
    if (reads.contains(input.plan_id())) *program.add_inputs() = input;
}

// The bucket of what is read, for writes of which nothing stays; nothing: nothing is read.
std::optional<std::string> bucket_of(const plan::Program& program) {
  for (const plan::PinnedInput& input : program.inputs())
    for (const plan::PinnedObject& object : input.objects()) {
      constexpr std::size_t kScheme = std::string_view("s3://").size();
      return object.uri().substr(0, object.uri().find('/', kScheme) + 1);
    }
  return std::nullopt;
}

}  // namespace

// A write has the row of the answers when its condition is true for none: those are few, and no row makes no
// file.
base::Result<std::vector<bool>> ask_rows(const Frame& frame, std::vector<plan::Expression> conditions,
                                         const plan::Program& job,
                                         const std::vector<plan::PinnedInput>& inputs, std::int64_t free_id,
                                         const RunAside& run) {
  const std::size_t count = conditions.size();
  plan::Program program;
  add_shared(program, frame.relation, job);
  *program.add_relations() = answers(frame, std::move(conditions), free_id);
  add_inputs(program, inputs);

  const auto bucket = bucket_of(program);
  if (!bucket) return std::vector<bool>(count, false);
  for (std::size_t place = 0; place < count; ++place) {
    const auto is_true = plan::call("<=>", {plan::column(answer_name(place)), plan::literal(true)});
    *program.add_writes() = plan::write(plan::filter(plan::shared(free_id), plan::call("not", {is_true})),
                                        "glueparquet", *bucket);
  }
  const plan::Report report = TRY(run(program));
  if (report.writes_size() != static_cast<int>(count))
    return base::failure("the engine reported {} writes of {}", report.writes_size(), count);
  std::vector<bool> is_true_for_any;
  for (const plan::WriteReport& write : report.writes()) is_true_for_any.push_back(write.rows() == 0);
  return is_true_for_any;
}

base::Result<std::vector<Field>> describe(const plan::Relation& relation, const plan::Program& job,
                                          const std::vector<plan::PinnedInput>& inputs, const RunAside& run) {
  plan::Program program;
  add_shared(program, relation, job);
  *program.add_described() = relation;
  add_inputs(program, inputs);
  const plan::Report report = TRY(run(program));
  if (report.descriptions_size() != 1)
    return base::failure("the engine described {} relations of 1", report.descriptions_size());
  std::vector<Field> fields;
  for (const plan::WrittenColumn& column : report.descriptions(0).columns())
    fields.push_back({.name = column.name(), .type = column.type()});
  return fields;
}

}  // namespace services::glue::visual
