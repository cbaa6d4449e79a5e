#include "engine/functions/spark_kernels.h"
#include "engine/patterns/matches.h"
#include "engine/patterns/python_match.h"

// python.match(text, pattern): bool(re.match(pattern, text)) of Python's, which is what REGEX means in Glue's
// visual nodes. A Spark cluster has no function of this name.
namespace engine {
namespace {

using View = std::string_view;

void refuse_pattern(View pattern, const base::Error& error) {
  if (error.fault == base::Error::Fault::World) raise(error);
  raise(patterns::python_refusal(pattern, error));
}

std::optional<bool> match(View text, View pattern) {
  return is_match(patterns::compiled(pattern, patterns::Syntax::PythonMatch, refuse_pattern), text);
}

}  // namespace

std::vector<SparkKernel> python_regexp_kernels() {
  return {{"python.match",
           {Type::VARCHAR, Type::VARCHAR},
           Type::BOOLEAN,
           row_kernel<View, View>(match),
           {},
           true}};
}

}  // namespace engine
