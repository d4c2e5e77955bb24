#include "engine_host/run_scheduler.h"

#include <algorithm>
#include <utility>

#include "engine/executor.h"
#include "engine/lock_step.h"
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
  Watch(RunScheduler& scheduler, ActiveRun& active) : scheduler_(scheduler), active_(active) {}
  void begin(graph::NodeId node, std::shared_ptr<const engine::StepPreviews> images) override {
    scheduler_.begin_steps(active_.order.run, node, std::move(images));
  }
  void between(graph::NodeId node, int done) override {
    scheduler_.take_turn(active_);
    scheduler_.between_steps(active_, node, done);
  }

 private:
  RunScheduler& scheduler_;
  ActiveRun& active_;
};

// What a run needs besides its order, until it is over.
struct RunScheduler::PlannedRun {
  PlannedRun(RunScheduler& scheduler, ActiveRun& active, engine::Plan made)
      : plan(std::move(made)),
        images(active.order.run, plan, scheduler.writer_, scheduler.parts_.parameters_of),
        watch(scheduler, active) {}

  engine::Plan plan;
  RunImages images;
  Watch watch;
  engine::RunOptions options = {};
};

RunScheduler::RunScheduler(const EngineContext& parts, MessageWriter& writer, const UploadedImages& images)
    : parts_(parts), writer_(writer), images_(images), thread_([this] { work(); }) {}

RunScheduler::~RunScheduler() {
  stop(std::chrono::milliseconds(0));
  if (thread_.joinable()) thread_.join();
}

void RunScheduler::submit(ScheduledRun order) {
  std::vector<ScheduledRun> orders;
  orders.push_back(std::move(order));
  submit(std::move(orders));
}

void RunScheduler::submit(std::vector<ScheduledRun> orders) {
  const std::lock_guard lock(mutex_);
  const std::string slot = orders.front().slot;
  if (orders.front().replace && !running_.empty() && running_.front()->order.slot == slot) {
    for (const auto& active : running_) active->stop.request_stop();
  }
  Batch batch;
  for (ScheduledRun& order : orders) {
    batch.push_back(std::make_shared<ActiveRun>());
    batch.back()->order = std::move(order);
    batch.back()->has_others = orders.size() > 1;
  }
  const auto older =
      std::ranges::find_if(waiting_, [&slot](const Batch& waiting) { return waiting.front()->order.slot == slot; });
  if (older == waiting_.end()) {
    waiting_.push_back(std::move(batch));
  } else {
    for (const auto& active : *older) writer_.send(protocol::RunCancelled{active->order.run, {}});
    *older = std::move(batch);
  }
  changed_.notify_all();
}

RunScheduler::ActiveRun* RunScheduler::find(protocol::RunId run) {
  const auto found_in = [run](const Batch& batch) {
    const auto found =
        std::ranges::find_if(batch, [run](const auto& active) { return !active->is_over && active->order.run == run; });
    return found == batch.end() ? nullptr : found->get();
  };
  ActiveRun* active = found_in(running_);
  for (const Batch& batch : waiting_) {
    if (active == nullptr) active = found_in(batch);
  }
  return active;
}

bool RunScheduler::cancel(protocol::RunId run) {
  const std::lock_guard lock(mutex_);
  ActiveRun* active = find(run);
  if (active == nullptr) return false;
  active->stop.request_stop();
  changed_.notify_all();  // it may be held
  const auto is_it = [active](const auto& other) { return other.get() == active; };
  for (Batch& batch : waiting_) {
    if (std::erase_if(batch, is_it) > 0) writer_.send(protocol::RunCancelled{run, {}});
  }
  std::erase_if(waiting_, [](const Batch& batch) { return batch.empty(); });
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

void RunScheduler::when_idle(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  idle_tasks_.push_back(std::move(task));
  changed_.notify_all();
}

protocol::RunId RunScheduler::current_run() const {
  const std::lock_guard lock(mutex_);
  return in_turn_ != nullptr ? in_turn_->order.run : protocol::RunId();
}

void RunScheduler::work() {
  if (parts_.on_run_thread) parts_.on_run_thread();
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(
        lock, [this] { return !waiting_.empty() || !tasks_.empty() || !idle_tasks_.empty() || wanted_ || ending_; });
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
    if (waiting_.empty()) {
      const auto task = std::move(idle_tasks_.front());
      idle_tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
      continue;
    }
    running_ = std::move(waiting_.front());
    waiting_.pop_front();
    in_turn_ = running_.front().get();
    const Batch batch = running_;
    lock.unlock();
    run(batch);
    lock.lock();
    in_turn_ = nullptr;
    running_.clear();
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

// From here on, until another run takes its turn, what is saved and told is this run's.
void RunScheduler::take_turn(ActiveRun& active) {
  {
    const std::lock_guard lock(mutex_);
    if (in_turn_ == &active) return;
    in_turn_ = &active;
  }
  if (parts_.on_graph) parts_.on_graph(active.order.graph, images_.named_by(active.order.graph));
}

std::unique_ptr<RunScheduler::PlannedRun> RunScheduler::planned(ActiveRun& active) {
  const ScheduledRun& order = active.order;
  const auto failed = [&](const Error& error) {
    send_end(active, protocol::RunFailed{order.run, {}, error});
    return nullptr;
  };
  auto graph = images_.resolved(order.graph);
  if (!graph) return failed(graph.error());
  auto expanded = parts_.expand ? parts_.expand(*graph) : engine::ExpandedGraph{*graph};
  if (!expanded) return failed(expanded.error());
  auto plan = engine::plan(*expanded, parts_.registry, order.targets);
  if (!plan) return failed(plan.error());
  auto made = std::make_unique<PlannedRun>(*this, active, std::move(*plan));
  made->options.stop = active.stop.get_token();
  made->options.live = &active.live;
  made->options.observer = &made->watch;
  if (order.previews) made->options.preview_interval = kPreviewInterval;
  made->options.on_event = [this, &active, images = &made->images](const engine::RunEvent& event) {
    if (std::holds_alternative<engine::RunStarted>(event)) take_turn(active);
    on_event(active, *images, event);
  };
  return made;
}

void RunScheduler::run(const Batch& batch) {
  std::vector<std::unique_ptr<PlannedRun>> runs;
  for (const auto& active : batch) {
    if (auto made = planned(*active)) runs.push_back(std::move(made));
  }
  const ActiveRun& first = *batch.front();
  if (parts_.on_graph) parts_.on_graph(first.order.graph, images_.named_by(first.order.graph));
  const engine::Executor executor(parts_.cache, parts_.translator);
  // The events report everything.
  if (runs.size() == 1) {
    (void)executor.run(runs.front()->plan, runs.front()->options);
    return;
  }
  std::vector<engine::Pane> panes;
  for (const auto& run : runs) panes.push_back({&run->plan, run->options});
  (void)engine::run_in_lock_step(executor, panes, {.on_thread = parts_.on_run_thread});
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
  waiting_.clear();
  for (const auto& active : running_) active->stop.request_stop();
  changed_.notify_all();
  return changed_.wait_for(lock, patience, [this] { return ended_; });
}

}  // namespace heddle::engine_host
