// Spigot: writes a sample of the rows that flow through it as lines of JSON. Each row is taken with the
// probability Prob, and of those the first Topk. Follows
// https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-transforms-spigot.html
#include "services/glue/visual/node_kind_of.h"
#include "services/glue/visual/s3_path.h"
#include "services/glue/visual/s3_target.h"

namespace services::glue::visual {
namespace {

using api::glue::Spigot;

base::Result<Target> spigot_target(const Spigot& node) {
  Target target;
  target.path = TRY(parse_s3_path(node.path));
  target.files = FileKind::Json;
  return target;
}

base::Result<void> check_spigot(const Spigot& node) {
  TRY(spigot_target(node));
  return {};
}

base::Result<plan::WriteOperation> write_sample(const Spigot& node, const Target& target, Frame input) {
  Frame sample = all_of(std::move(input));
  if (node.prob && *node.prob < 1)
    sample.relation = plan::filter(std::move(sample.relation),
                                   plan::call("<", {plan::call("rand", {}), plan::literal(*node.prob)}));
  if (node.topk) sample.relation = plan::limit(std::move(sample.relation), *node.topk);
  return write_files(target, std::move(sample), "glue.json", {{"compression", "none"}});
}

}  // namespace

NodeKind spigot_kind() {
  return passing_on(target<&Node::spigot, check_spigot, spigot_target, write_sample>("Spigot"));
}

}  // namespace services::glue::visual
