#include "spark/configuration.h"

#include <fmt/format.h>

#include "spark/errors.h"

namespace spark_door {

using namespace spark::connect;

base::Result<void> answer_config(const ConfigRequest& request, Session& session, Executor& executor,
                                 ConfigResponse& response) {
  const auto add = [&](const std::string& key, const std::optional<std::string>& value) {
    KeyValue& pair = *response.add_pairs();
    pair.set_key(key);
    if (value) pair.set_value(*value);
  };
  const auto& operation = request.operation();
  if (operation.op_type_case() == ConfigRequest::Operation::OP_TYPE_NOT_SET)
    return not_supported("a configuration request of " + choice_of(operation, "op_type"));
  // A builder's settings are set silently: what cannot be set becomes a warning, which the client prints.
  for (const KeyValue& pair : operation.set().pairs()) {
    const auto done = set_setting(session, executor, pair.key(), pair.value());
    if (!done.ok() && !operation.set().silent()) return done.error();
    if (!done.ok())
      response.add_warnings(
          fmt::format("Failed to set {} to {} due to {}", pair.key(), pair.value(), done.error().message));
  }
  return session.with_settings([&](Settings& settings) -> base::Result<void> {
    // One of these is asked for; the others are empty lists.
    for (const std::string& key : operation.get().keys()) add(key, TRY(settings.get(key)));
    for (const std::string& key : operation.get_option().keys()) add(key, settings.find(key));
    for (const std::string& key : operation.unset().keys()) TRY(settings.unset(key));
    for (const std::string& key : operation.is_modifiable().keys())
      add(key, is_modifiable(key) ? "true" : "false");
    for (const KeyValue& pair : operation.get_with_default().pairs()) {
      std::optional<std::string> value = settings.find(pair.key());
      if (!value && pair.has_value()) value = pair.value();
      add(pair.key(), value);
    }
    if (operation.has_get_all()) {
      const std::string& prefix = operation.get_all().prefix();
      for (const auto& [key, value] : settings.all())
        if (key.starts_with(prefix)) add(key.substr(prefix.size()), value);
    }
    return {};
  });
}

// The engine is asked outside of the session's lock, because that takes a run.
base::Result<void> set_setting(Session& session, Executor& executor, const std::string& key,
                               const std::string& value, std::stop_token stop) {
  if (key == kTimeZone && !TRY(executor.knows_time_zone(value, std::move(stop)))) return no_time_zone(value);
  return session.with_settings([&](Settings& settings) { return settings.set(key, value); });
}

}  // namespace spark_door
