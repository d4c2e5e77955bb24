#include "pipeline/coadapter_encoding.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/printable.h"

namespace heddle::pipeline {

namespace {

std::string small_letters(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

Result<models::CoTask> co_task_of(const std::string& file_name, const std::string& task) {
  const std::string name = small_letters(file_name);
  if (name.find("t2iadapter") != std::string::npos || name.find("t2i-adapter") != std::string::npos) {
    return fail(
        ErrorKind::invalid_input,
        "[coadapter] '{}' is an adapter that works alone; the fuser knows the features of the coadapter-… files "
        "only, with which it was trained: take coadapter-canny-sd15v1 and its like",
        printable(file_name));
  }
  if (task != "auto") {
    if (const auto known = models::co_task_from(task)) return *known;
  }
  for (const std::string& known : models::co_task_names()) {
    if (name.find("coadapter-" + known) != std::string::npos || name.find("coadapter_" + known) != std::string::npos)
      return *models::co_task_from(known);
  }
  return fail(ErrorKind::invalid_input,
              "[coadapter] what '{}' is made for cannot be seen from its name; choose the task: {}",
              printable(file_name), fmt::join(models::co_task_names(), ", "));
}

Result<adapters::CoCondition> co_condition(const T2IModel& adapter, const T2IRequest& request, models::CoTask task,
                                           double weight) {
  auto map = t2i_map(adapter, request);
  if (!map) return forward(map);
  return adapters::CoCondition{task, weight, adapter.network, std::move(map->at), {}, std::move(map->identity)};
}

Result<adapters::CoCondition> co_condition(const ImageEncoder& encoder, const StyleModel& style,
                                           const image::Image& image, const FitRequest& fit, double weight) {
  auto encoded = encode_style(encoder, style, image, fit);
  if (!encoded) return forward(encoded);
  return adapters::CoCondition{models::CoTask::style,       weight, nullptr, {}, encoded->tokens,
                               std::move(encoded->identity)};
}

Result<std::shared_ptr<const adapters::ConditioningTerm>> coadapter_term(
    const CoAdapterModel& fuser, std::vector<adapters::CoCondition> conditions) {
  const models::CoAdapterFuserConfig& config = fuser.network->config();
  if (conditions.empty()) return fail(ErrorKind::invalid_input, "[coadapter] nothing is wired to the fuser");
  for (const adapters::CoCondition& one : conditions) {
    const bool fits =
        one.net != nullptr ? one.net->config().widths == config.levels : one.tokens.size(2) == config.width;
    if (fits) continue;
    return fail(ErrorKind::invalid_input,
                "[coadapter] the {} adapter has other widths than the fuser; take both of one release",
                models::co_task_names()[static_cast<std::size_t>(one.task)]);
  }
  return std::make_shared<const adapters::CoAdapterTerm>(fuser.network, std::move(conditions), fuser.identity);
}

}  // namespace heddle::pipeline
