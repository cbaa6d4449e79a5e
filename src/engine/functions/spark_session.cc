#include <pwd.h>
#include <unistd.h>

#include <array>

#include "engine/functions/spark_kernels.h"
#include "engine/functions/spark_rows.h"

// https://spark.apache.org/docs/latest/api/sql/: what a query may ask of its session and of itself.
namespace engine {
namespace {

using View = std::string_view;

Typed constant_text(std::string name, const std::string& text) {
  return {constant_tree(duckdb::Value(text)), Type::VARCHAR, std::move(name)};
}

base::Result<Typed> current_timezone(Call& call) {
  return constant_text("current_timezone()", call.session.time_zone);
}
base::Result<Typed> current_catalog(Call&) {
  return constant_text("current_catalog()", "spark_catalog");
}
base::Result<Typed> current_database(Call& call) {
  return constant_text("current_schema()", call.session.database);
}
base::Result<Typed> current_path(Call& call) {
  return constant_text("current_path()",
                       "system.builtin,system.session,spark_catalog." + call.session.database);
}

// As in Spark, who runs the process, whoever asks.
std::string user_of_process() {
  std::array<char, 4096> buffer;
  passwd entry{}, *found = nullptr;
  const uid_t id = ::geteuid();
  const bool known = ::getpwuid_r(id, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr;
  return known ? found->pw_name : std::to_string(id);
}
base::Result<Typed> current_user(Call& call) {
  return constant_text(call_name(call), user_of_process());
}

// What stands behind the version is Spark's revision, there.
base::Result<Typed> version(Call& call) {
  return constant_text(call_name(call), call.session.spark_version + " dovetail");
}

base::Result<Typed> typeof_value(Call& call) {
  return constant_text(call_name(call), hive_name(call.arguments[0].type));
}

base::Result<Typed> uuid(Call& call) {
  return Typed{cast_tree(call_tree("uuid", Trees()), Type::VARCHAR), Type::VARCHAR, call_name(call)};
}

// raise_error(message): its type is that of NULL.
base::Result<Typed> raise_error(Call& call) {
  std::string name = "raise_error(USER_RAISED_EXCEPTION, map(errorMessage, " + call.arguments[0].name + "))";
  auto message = TRY(implicit_argument(call, 0, Type::VARCHAR));
  return Typed{call_tree("dovetail_spark_raise_error", std::move(message)), Type::SQLNULL, std::move(name)};
}

// assert_true(condition [, message]): NULL, or an error.
base::Result<Typed> assert_true(Call& call) {
  const std::string condition = call.arguments[0].name;
  if (call.arguments.size() == 1)
    call.arguments.push_back(
        constant_text("'" + condition + "' is not true!", "'" + condition + "' is not true!"));
  std::string name = call_name(call);
  auto is_true = TRY(argument_as(call, 0, Type::BOOLEAN));
  auto message = TRY(implicit_argument(call, 1, Type::VARCHAR));
  auto raised = call_tree("dovetail_spark_raise_error", std::move(message));
  return Typed{if_tree(std::move(is_true), null_tree(Type::SQLNULL), std::move(raised)), Type::SQLNULL,
               std::move(name)};
}

constexpr FunctionRow kRows[] = {
    {"current_timezone", 0, 0, current_timezone},
    {"current_catalog", 0, 0, current_catalog},
    {"current_database", 0, 0, current_database},
    {"current_schema", 0, 0, current_database},
    {"current_path", 0, 0, current_path},
    {"current_user", 0, 0, current_user},
    {"user", 0, 0, current_user},
    {"session_user", 0, 0, current_user},
    {"version", 0, 0, version},
    {"typeof", 1, 1, typeof_value},
    {"uuid", 0, 0, uuid},
    {"raise_error", 1, 1, raise_error},
    {"assert_true", 1, 2, assert_true},
};

void raise_message(duckdb::DataChunk& input, duckdb::ExpressionState&, duckdb::Vector& result) {
  if (input.size() > 0) {
    const duckdb::Value message = input.data[0].GetValue(0);
    refuse_value("USER_RAISED_EXCEPTION", message.IsNull() ? "null" : message.ToString());
  }
  result.SetVectorType(duckdb::VectorType::CONSTANT_VECTOR);
  duckdb::ConstantVector::SetNull(result, true);
}

}  // namespace

std::span<const FunctionRow> spark_session_functions() {
  return kRows;
}

void register_spark_session_kernels(duckdb::ExtensionLoader& loader) {
  duckdb::ScalarFunction function("dovetail_spark_raise_error", {Type::VARCHAR}, Type::SQLNULL,
                                  raise_message);
  function.SetFallible();
  function.SetVolatile();
  register_kernel(loader, std::move(function));
}

}  // namespace engine
