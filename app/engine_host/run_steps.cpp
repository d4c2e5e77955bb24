// The run scheduler between two steps of a node: pauses a run, and sends the images of its steps.
#include "engine_host/run_images.h"
#include "engine_host/run_scheduler.h"
#include "protocol/events.h"

namespace heddle::engine_host {

Result<void> RunScheduler::pause(protocol::RunId run, bool paused) {
  const std::lock_guard lock(mutex_);
  ActiveRun* active = find(run);
  if (active == nullptr) return fail(ErrorKind::not_found, "[engine] run {} is over", run.value);
  active->paused = paused;
  changed_.notify_all();
  return {};
}

Result<void> RunScheduler::show_step(protocol::RunId run, graph::NodeId node, int step) {
  const StepCache::Previews images = step_cache_.find(run, node);
  if (!images || step < 0 || step >= images->done()) {
    return fail(ErrorKind::not_found, "[engine] step {} of that run is not kept any more; run it again", step + 1);
  }
  const std::lock_guard lock(mutex_);
  wanted_ = StepImageRequest{run, node, step, images};
  changed_.notify_all();
  return {};
}

void RunScheduler::begin_steps(protocol::RunId run, graph::NodeId node, StepCache::Previews images) {
  writer_.send(protocol::NodeSteps{run, node, images->total()});
  step_cache_.put(run, node, std::move(images));
}

void RunScheduler::between_steps(ActiveRun& active, graph::NodeId node, int done) {
  const auto goes_on = [&] { return !active.paused || active.stop.stop_requested() || ending_; };
  std::unique_lock lock(mutex_);
  if (wanted_) show_wanted(lock);
  if (goes_on()) return;
  const protocol::RunId run = active.order.run;
  writer_.send(protocol::RunPaused{run, node, done});
  while (true) {
    changed_.wait(lock, [&] { return goes_on() || wanted_; });
    if (goes_on()) break;
    show_wanted(lock);
  }
  writer_.send(protocol::RunContinued{run});
}

// Decoding takes a moment; calls are answered meanwhile, and a newer request waits for its turn.
void RunScheduler::show_wanted(std::unique_lock<std::mutex>& lock) {
  const StepImageRequest wanted = std::move(*wanted_);
  wanted_.reset();
  lock.unlock();
  try {
    const image::Image image = wanted.images->image(wanted.step);
    const protocol::StepImage event{wanted.run, wanted.node, wanted.step};
    if (!image.empty()) writer_.send_latest("step", event, at_most(image, kPreviewSideMax));
  } catch (const std::exception&) {
    // Not enough memory for the image: the run takes precedence.
  }
  lock.lock();
}

}  // namespace heddle::engine_host
