// The run desk between two steps of a node: holding a run, and showing the steps that were made.
#include "engine_host/run_desk.h"
#include "engine_host/run_pictures.h"
#include "protocol/message.h"

namespace heddle::engine_host {

using protocol::event;

Result<void> RunDesk::hold(std::uint64_t run, bool held) {
  const std::lock_guard lock(mutex_);
  Sheet* sheet = find(run);
  if (sheet == nullptr) return fail(ErrorKind::not_found, "[engine] run {} is over", run);
  sheet->held = held;
  changed_.notify_all();
  return {};
}

Result<void> RunDesk::look(std::uint64_t run, graph::NodeId node, int step) {
  const StepShelf::Pictures pictures = shelf_.find(run, node);
  if (!pictures || step < 0 || step >= pictures->done()) {
    return fail(ErrorKind::not_found, "[engine] step {} of that run is not kept any more; run it again", step + 1);
  }
  const std::lock_guard lock(mutex_);
  wanted_ = Look{run, node, step, pictures};
  changed_.notify_all();
  return {};
}

void RunDesk::begin_steps(std::uint64_t run, graph::NodeId node, StepShelf::Pictures pictures) {
  outbox_.send(event("node.steps", {{"run", run}, {"node", node.value}, {"total", pictures->total()}}));
  shelf_.put(run, node, std::move(pictures));
}

void RunDesk::between_steps(Sheet& sheet, graph::NodeId node, int done) {
  const auto goes_on = [&] { return !sheet.held || sheet.stop.stop_requested() || ending_; };
  std::unique_lock lock(mutex_);
  if (wanted_) show_wanted(lock);
  if (goes_on()) return;
  const std::uint64_t run = sheet.order.run;
  outbox_.send(event("run.paused", {{"run", run}, {"node", node.value}, {"step", done}}));
  while (true) {
    changed_.wait(lock, [&] { return goes_on() || wanted_; });
    if (goes_on()) break;
    show_wanted(lock);
  }
  outbox_.send(event("run.continued", {{"run", run}}));
}

// Drawing takes a moment; calls are heard meanwhile, and a newer wish waits for the next look.
void RunDesk::show_wanted(std::unique_lock<std::mutex>& lock) {
  const Look look = std::move(*wanted_);
  wanted_.reset();
  lock.unlock();
  const Json place = {{"run", look.run}, {"node", look.node.value}, {"step", look.step}};
  try {
    const image::Image picture = look.pictures->picture(look.step);
    if (!picture.empty()) outbox_.send_latest("step", event("step.picture", place), at_most(picture, kPreviewSideMax));
  } catch (const std::exception&) {
    // Not enough memory to look back: the run is worth more.
  }
  lock.lock();
}

}  // namespace heddle::engine_host
