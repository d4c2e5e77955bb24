#include "run_report.h"

#include <fmt/format.h>

#include "base/json.h"
#include "base/system.h"

#include <nlohmann/json.hpp>
#include <set>

namespace heddle::cli {

namespace {

void print_line(const Json& event) {
  fmt::print("{}\n", dump_json(event));
  std::fflush(stdout);
}

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

Json id_or_null(const std::optional<graph::NodeId>& node) { return node ? Json(node->value) : Json(); }

Json event_json(const engine::RunEvent& event) {
  return std::visit(
      Overloaded{
          [](const engine::RunStarted& e) {
            return Json{{"event", "run_started"}, {"steps_total", e.steps_total}};
          },
          [](const engine::NodeStarted& e) {
            return Json{{"event", "node_started"}, {"node", e.node.value}};
          },
          [](const engine::NodeProgress& e) {
            return Json{{"event", "node_progress"},
                        {"node", e.node.value},
                        {"fraction", e.fraction},
                        {"run_fraction", e.run_fraction},
                        {"text", e.text}};
          },
          [](const engine::Preview& e) {
            return Json{{"event", "preview"}, {"node", e.node.value}};
          },
          [](const engine::NodeNoted& e) {
            return Json{
                {"event", "notice"}, {"node", id_or_null(e.node)}, {"id", e.note.id}, {"message", e.note.message}};
          },
          [](const engine::NodeFinished& e) {
            return Json{{"event", "node_finished"},
                        {"node", e.node.value},
                        {"cached", e.cached},
                        {"seconds", e.seconds},
                        {"memory", resident_bytes()}};
          },
          [](const engine::RunFinished& e) {
            return Json{{"event", "run_finished"},
                        {"nodes_run", e.nodes_run},
                        {"nodes_cached", e.nodes_cached},
                        {"seconds", e.seconds}};
          },
          [](const engine::RunFailed& e) {
            return Json{{"event", "run_failed"},
                        {"node", id_or_null(e.node)},
                        {"kind", to_string(e.error.kind)},
                        {"message", e.error.message}};
          },
          [](const engine::RunCancelled& e) {
            return Json{{"event", "run_cancelled"}, {"node", id_or_null(e.node)}};
          },
      },
      event);
}

}  // namespace

void RunReport::on_event(const engine::RunEvent& event) {
  if (const auto* done = std::get_if<engine::RunFinished>(&event)) seconds_ = done->seconds;
  if (json_) return print_line(event_json(event));
  if (const auto* noted = std::get_if<engine::NodeNoted>(&event)) notes_.push_back(noted->note);
  if (!line_) line_ = std::make_unique<ProgressLine>();
  if (const auto* progress = std::get_if<engine::NodeProgress>(&event))
    line_->report(progress->run_fraction, progress->text);
}

void RunReport::saved(const std::filesystem::path& path) {
  if (json_) return print_line({{"event", "saved"}, {"path", path.string()}});
  saved_.push_back(path);
}

void RunReport::print_notes() const {
  std::set<std::string> told;
  for (const Note& note : notes_) {
    if (told.insert(note.message).second) fmt::print(stderr, "note: {}\n", note.message);
  }
}

int RunReport::finished() {
  line_.reset();
  print_notes();
  for (const auto& path : saved_) fmt::print(stderr, "{}\n", path.string());
  if (!json_) fmt::print(stderr, "done in {:.1f} s\n", seconds_);
  return 0;
}

int RunReport::failed(const Error& error) {
  line_.reset();
  print_notes();
  return report(error);
}

}  // namespace heddle::cli
