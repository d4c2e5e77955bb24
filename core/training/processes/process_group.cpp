// The only file that sees c10d's headers.
#include "training/processes/process_group.h"

#include <ATen/TensorOperators.h>

#ifdef HEDDLE_WITH_C10D
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#ifdef HEDDLE_WITH_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#endif

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "training/processes/rendezvous.h"

namespace heddle::training {

#ifdef HEDDLE_WITH_C10D

namespace {

using std::chrono::milliseconds;
using StorePointer = c10::intrusive_ptr<c10d::Store>;

// c10d's message without its source location, advice and stack.
std::string words_of(const std::exception& error) {
  std::string text(error.what());
  if (const std::size_t place = text.find("] "); text.starts_with('[') && place != std::string::npos)
    text.erase(0, place + 2);
  return text.substr(0, std::min({text.find('\n'), text.find(". This is typically"), std::size_t{200}}));
}

Result<StorePointer> meet(const DistributedEnv& place, std::chrono::seconds timeout) {
  c10d::TCPStoreOptions options;
  options.port = place.port;
  options.timeout = timeout;
  if (place.store_is_up) {
    return StorePointer(c10::make_intrusive<c10d::PrefixStore>(
        place.store_prefix, c10::make_intrusive<c10d::TCPStore>(place.master, options)));
  }
  options.numWorkers = static_cast<std::size_t>(place.world);
  options.isServer = place.rank == 0;
  if (options.isServer) {
    auto listening = listen_at_master(place);
    if (!listening) return forward(listening);
    options.masterListenFd = *listening;
  }
  return StorePointer(c10::make_intrusive<c10d::TCPStore>(place.master, options));
}

c10::intrusive_ptr<c10d::Backend> gloo(const StorePointer& store, const DistributedEnv& place,
                                       const std::string& own_address, std::chrono::seconds timeout) {
  auto options = c10d::ProcessGroupGloo::Options::create(timeout);
  options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(own_address));
  return c10::make_intrusive<c10d::ProcessGroupGloo>(store, place.rank, place.world, options);
}

}  // namespace

struct ProcessGroup::State {
  DistributedEnv place;
  std::chrono::seconds timeout;
  at::Device device = at::kCPU;  // where the backend needs its tensors
  StorePointer store;
  c10::intrusive_ptr<c10d::Backend> backend;  // Gloo or NCCL
  c10::intrusive_ptr<c10d::Backend> waiting;  // Gloo: its barriers take a time limit

  // Runs one collective operation and waits for it; c10d throws.
  template <class Act>
  Result<void> together(const Act& act) {
    try {
      act()->wait();
      return {};
    } catch (const std::exception& error) {
      return fail(ErrorKind::io,
                  "[train.processes] process {} of {} stops: another process has ended, or did not answer for "
                  "{} s. Its own message says why; started again, the run resumes from its last checkpoint ({})",
                  place.rank, place.world, timeout.count(), words_of(error));
    }
  }
};

ProcessGroup::ProcessGroup(std::unique_ptr<State> state) : state_(std::move(state)) {}
ProcessGroup::~ProcessGroup() = default;

Result<std::unique_ptr<ProcessGroup>> ProcessGroup::join(const DistributedEnv& place,
                                                         [[maybe_unused]] at::Device device,
                                                         std::chrono::seconds timeout) {
  auto own_address = address_towards_master(place);
  if (!own_address) return forward(own_address);
  auto state = std::make_unique<State>();
  state->place = place;
  state->timeout = timeout;
  try {
    auto store = meet(place, timeout);
    if (!store) return forward(store);
    state->store = std::move(*store);
    state->waiting = state->backend =
        gloo(c10::make_intrusive<c10d::PrefixStore>("gloo", state->store), place, *own_address, timeout);
#ifdef HEDDLE_WITH_NCCL
    if (device.is_cuda()) {
      auto options = c10d::ProcessGroupNCCL::Options::create();
      options->timeout = timeout;
      state->device = device;
      state->backend = c10::make_intrusive<c10d::ProcessGroupNCCL>(
          c10::make_intrusive<c10d::PrefixStore>("nccl", state->store), place.rank, place.world, options);
    }
#endif
  } catch (const std::exception& error) {
    return fail(ErrorKind::io,
                "[train.processes] process {} of {} found not all others at {} port {} within {} s: were all "
                "started? ({})",
                place.rank, place.world, place.master, place.port, timeout.count(), words_of(error));
  }
  return std::unique_ptr<ProcessGroup>(new ProcessGroup(std::move(state)));
}

int ProcessGroup::rank() const { return state_->place.rank; }
int ProcessGroup::size() const { return state_->place.world; }

Result<void> ProcessGroup::combine(at::Tensor values, Combine how) {
  c10d::AllreduceOptions options;
  options.reduceOp = how == Combine::sum ? c10d::ReduceOp::SUM : c10d::ReduceOp::MAX;
  std::vector<at::Tensor> staged = {values.to(state_->device)};
  auto done = state_->together([&] { return state_->backend->allreduce(staged, options); });
  if (done && !staged[0].is_same(values)) values.copy_(staged[0]);
  return done;
}

Result<void> ProcessGroup::reduce_scatter(const at::Tensor& whole, at::Tensor piece) {
  at::Tensor from = whole.to(state_->device), to = piece.to(state_->device);
  auto done = state_->together([&] { return state_->backend->_reduce_scatter_base(to, from); });
  if (done && !to.is_same(piece)) piece.copy_(to);
  return done;
}

Result<void> ProcessGroup::all_gather(const at::Tensor& piece, at::Tensor whole) {
  at::Tensor from = piece.to(state_->device), to = whole.to(state_->device);
  auto done = state_->together([&] { return state_->backend->_allgather_base(to, from); });
  if (done && !to.is_same(whole)) whole.copy_(to);
  return done;
}

Result<void> ProcessGroup::wait_for_all(std::chrono::seconds patience) {
  c10d::BarrierOptions options;
  options.timeout = patience;
  return state_->together([&] { return state_->waiting->barrier(options); });
}

#else

struct ProcessGroup::State {};

ProcessGroup::ProcessGroup(std::unique_ptr<State> state) : state_(std::move(state)) {}
ProcessGroup::~ProcessGroup() = default;

namespace {

Failure without_c10d() {
  return fail(ErrorKind::unsupported,
              "[train.processes] this Heddle was built on a LibTorch without c10d and Gloo (USE_C10D_GLOO), "
              "so it trains in one process; use a torch wheel for Linux, or unset WORLD_SIZE");
}

}  // namespace

Result<std::unique_ptr<ProcessGroup>> ProcessGroup::join(const DistributedEnv&, at::Device, std::chrono::seconds) {
  return without_c10d();
}
int ProcessGroup::rank() const { return 0; }
int ProcessGroup::size() const { return 1; }
Result<void> ProcessGroup::combine(at::Tensor, Combine) { return without_c10d(); }
Result<void> ProcessGroup::reduce_scatter(const at::Tensor&, at::Tensor) { return without_c10d(); }
Result<void> ProcessGroup::all_gather(const at::Tensor&, at::Tensor) { return without_c10d(); }
Result<void> ProcessGroup::wait_for_all(std::chrono::seconds) { return without_c10d(); }

#endif

}  // namespace heddle::training
