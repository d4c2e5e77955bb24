#include "engine_host/run_scheduler.h"

#include <utility>

#include "engine/executor.h"
#include "engine/plan.h"
#include "engine_host/run_events.h"
#include "engine_host/run_images.h"
#include "graph/param_io.h"
#include "protocol/events.h"

namespace heddle::engine_host {

namespace {

constexpr std::chrono::milliseconds kPreviewInterval{125};  // eight a second of one value; the node respects it

}  // namespace

class RunScheduler::Watch final : public engine::StepObserver {
 public:
  Watch(RunScheduler& scheduler, ActiveRun& active) : scheduler_(scheduler), sheet_(active) {}
  void begin(graph::NodeId node, std::shared_ptr<const engine::StepPreviews> images) override {
    scheduler_.begin_steps(sheet_.order.run, node, std::move(images));
  }
  void between(graph::NodeId node, int done) override { scheduler_.between_steps(sheet_, node, done); }

 private:
  RunScheduler& scheduler_;
  ActiveRun& sheet_;
};

RunScheduler::RunScheduler(const EngineContext& parts, MessageWriter& writer, const UploadedImages& images)
    : parts_(parts), writer_(writer), images_(images), thread_([this] { work(); }) {}

RunScheduler::~RunScheduler() {
  stop(std::chrono::milliseconds(0));
  if (thread_.joinable()) thread_.join();
}

Result<void> RunScheduler::submit(ScheduledRun order) {
  const std::lock_guard lock(mutex_);
  if (waiting_ && waiting_->order.slot != order.slot) {
    return fail(ErrorKind::invalid_input, "[engine] run {} waits already; wait for its end", waiting_->order.run.value);
  }
  if (waiting_) writer_.send(protocol::RunCancelled{waiting_->order.run, {}});
  if (order.replace && running_ && running_->order.slot == order.slot) running_->stop.request_stop();
  waiting_ = std::make_shared<ActiveRun>();
  waiting_->order = std::move(order);
  changed_.notify_all();
  return {};
}

RunScheduler::ActiveRun* RunScheduler::find(protocol::RunId run) {
  for (ActiveRun* active : {running_.get(), waiting_.get()}) {
    if (active != nullptr && !active->is_over && active->order.run == run) return active;
  }
  return nullptr;
}

bool RunScheduler::cancel(protocol::RunId run) {
  const std::lock_guard lock(mutex_);
  ActiveRun* active = find(run);
  if (active == nullptr) return false;
  active->stop.request_stop();
  changed_.notify_all();  // it may be held
  if (active == waiting_.get()) {
    writer_.send(protocol::RunCancelled{run, {}});
    waiting_.reset();
  }
  return true;
}

Result<void> RunScheduler::update(protocol::RunId run, graph::NodeId node, const std::string& param,
                                  const Json& value) {
  const std::lock_guard lock(mutex_);
  ActiveRun* active = find(run);
  if (active == nullptr) return fail(ErrorKind::not_found, "[engine] run {} is over", run.value);
  const graph::Node* target = active->order.graph.find(node);
  const graph::NodeSpec* spec = target == nullptr ? nullptr : parts_.registry.catalog().find(target->type);
  const graph::ParamSpec* known = spec == nullptr ? nullptr : spec->find_param(param);
  if (known == nullptr || !known->is_live) {
    return fail(ErrorKind::invalid_input, "[engine] node {} has no live parameter '{}'", node.value, param);
  }
  auto read = graph::param_from_json(value, *known);
  if (!read) return fail(ErrorKind::invalid_input, "[engine] that is no value for '{}' of node {}", param, node.value);
  active->live.set(node, param, std::move(*read));
  return {};
}

void RunScheduler::between_runs(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  changed_.notify_all();
}

protocol::RunId RunScheduler::current_run() const {
  const std::lock_guard lock(mutex_);
  return running_ ? running_->order.run : protocol::RunId();
}

void RunScheduler::work() {
  if (parts_.on_run_thread) parts_.on_run_thread();
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return waiting_ || !tasks_.empty() || wanted_ || ending_; });
    if (ending_) break;
    if (wanted_) {
      show_wanted(lock);
      continue;
    }
    if (!tasks_.empty()) {
      const auto tasks = std::exchange(tasks_, {});
      lock.unlock();
      for (const auto& task : tasks) task();
      lock.lock();
      continue;
    }
    running_ = std::move(waiting_);
    waiting_.reset();
    const std::shared_ptr<ActiveRun> active = running_;
    lock.unlock();
    run(*active);
    lock.lock();
    running_.reset();
  }
  ended_ = true;
  changed_.notify_all();
}

// Mark the run over before sending its end, so that a reply to that event cannot find it.
template <class End>
void RunScheduler::send_end(ActiveRun& active, const End& end) {
  {
    const std::lock_guard lock(mutex_);
    active.is_over = true;
  }
  writer_.send(end);
}

void RunScheduler::run(ActiveRun& active) {
  const ScheduledRun& order = active.order;
  auto graph = images_.resolved(order.graph);
  if (!graph) return send_end(active, protocol::RunFailed{order.run, {}, graph.error()});
  auto expanded = parts_.expand ? parts_.expand(*graph) : engine::ExpandedGraph{*graph};
  if (!expanded) return send_end(active, protocol::RunFailed{order.run, {}, expanded.error()});
  auto plan = engine::plan(*expanded, parts_.registry, order.targets);
  if (!plan) return send_end(active, protocol::RunFailed{order.run, {}, plan.error()});
  if (parts_.on_graph) parts_.on_graph(order.graph, images_.named_by(order.graph));
  RunImages images(order.run, *plan, writer_, parts_.parameters_of);
  engine::RunOptions options;
  options.stop = active.stop.get_token();
  options.live = &active.live;
  Watch observer(*this, active);
  options.observer = &observer;
  if (active.order.previews) options.preview_interval = kPreviewInterval;
  options.on_event = [&](const engine::RunEvent& event) { on_event(active, images, event); };
  const engine::Executor executor(parts_.cache, parts_.translator);
  const engine::RunResult result = executor.run(*plan, options);
  (void)result;  // the events have reported everything
}

void RunScheduler::on_event(ActiveRun& active, RunImages& images, const engine::RunEvent& event) {
  const protocol::RunId run = active.order.run;
  if (const auto* preview = std::get_if<engine::Preview>(&event)) {
    if (active.order.previews) images.send_preview(*preview);
  } else if (const auto* progress = std::get_if<engine::NodeProgress>(&event)) {
    writer_.send_latest(fmt::format("progress {} {}", run.value, progress->node.value), to_protocol(run, *progress));
  } else if (const auto* finished = std::get_if<engine::NodeFinished>(&event)) {
    record_steering(active, *finished);
    writer_.send(to_protocol(run, *finished));
    images.send_images(*finished);
  } else {
    const bool is_end = engine::ends_run(event);
    std::visit(
        [&](const auto& other) {
          const auto message = to_protocol(run, other);
          if constexpr (!protocol::HasImage<decltype(message)>)
            is_end ? send_end(active, message) : writer_.send(message);
        },
        event);
  }
}

// A picture that is saved later in this run carries the values that made it.
void RunScheduler::record_steering(ActiveRun& active, const engine::NodeFinished& finished) {
  const engine::Outputs& outputs = finished.outputs;
  if (!finished.steered || (outputs.used().empty() && outputs.used_upstream().empty())) return;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, value] : outputs.used()) active.order.graph.set_param(finished.node, name, value);
    for (const engine::UsedUpstream& used : outputs.used_upstream()) {
      active.order.graph.set_param(used.param.node, used.param.param, used.value);
    }
  }
  if (parts_.on_graph) parts_.on_graph(active.order.graph, images_.named_by(active.order.graph));
}

bool RunScheduler::stop(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  ending_ = true;
  waiting_.reset();
  if (running_) running_->stop.request_stop();
  changed_.notify_all();
  return changed_.wait_for(lock, patience, [this] { return ended_; });
}

}  // namespace heddle::engine_host
