#include "tensor/binder.h"

#include <ATen/ops/empty.h>
#include <fmt/ranges.h>

#include <cmath>

namespace heddle::tensor {

struct Binder::State {
  const NamedTensors* source = nullptr;  // lookup
  NamedTensors* target = nullptr;        // initialise
  at::Generator generator;
  std::vector<std::string> problems;
};

namespace {

bool fits(const at::Tensor& found, at::IntArrayRef shape) {
  if (found.dim() != static_cast<std::int64_t>(shape.size())) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] != -1 && shape[i] != found.size(static_cast<std::int64_t>(i))) return false;
  }
  return true;
}

at::Tensor drawn(at::IntArrayRef shape, Init init, const at::Generator& generator) {
  at::Tensor fresh = at::empty(shape, at::kFloat);
  switch (init.kind) {
    case Init::Kind::constant: return fresh.fill_(init.scale);
    case Init::Kind::normal: return fresh.normal_(0.0, init.scale, generator);
    case Init::Kind::fan_in: break;
  }
  std::int64_t fan_in = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) fan_in *= shape[i];
  const double bound = init.scale / std::sqrt(static_cast<double>(fan_in));
  return fresh.uniform_(-bound, bound, generator);
}

}  // namespace

Binder Binder::lookup(const NamedTensors& weights) {
  auto state = std::make_shared<State>();
  state->source = &weights;
  return {std::move(state), ""};
}

Binder Binder::initialise(NamedTensors& weights, at::Generator generator) {
  auto state = std::make_shared<State>();
  state->target = &weights;
  state->generator = std::move(generator);
  return {std::move(state), ""};
}

bool Binder::has(std::string_view name) const {
  const std::string full = prefix_ + std::string(name);
  return state_->source != nullptr ? state_->source->contains(full) : state_->target->contains(full);
}

at::Tensor Binder::tensor(std::string_view name, at::IntArrayRef shape, Init init) {
  if (state_->target == nullptr && !has(name)) {
    state_->problems.push_back(fmt::format("'{}{}' is missing", prefix_, name));
    return {};
  }
  return optional_tensor(name, shape, init);
}

at::Tensor Binder::optional_tensor(std::string_view name, at::IntArrayRef shape, Init init) {
  const std::string full = prefix_ + std::string(name);
  if (state_->target != nullptr) {
    auto [place, added] = state_->target->try_emplace(full);
    if (added) place->second = drawn(shape, init, state_->generator);
    return place->second;
  }
  const auto found = state_->source->find(full);
  if (found == state_->source->end()) return {};
  if (!fits(found->second, shape)) {
    state_->problems.push_back(fmt::format("'{}' has shape [{}], expected [{}]", full,
                                           fmt::join(found->second.sizes(), ", "), fmt::join(shape, ", ")));
    return {};
  }
  return found->second;
}

Binder Binder::sub(std::string_view name) const { return {state_, prefix_ + std::string(name) + "."}; }

Binder Binder::sub(std::string_view name, std::size_t index) const {
  return {state_, fmt::format("{}{}.{}.", prefix_, name, index)};
}

Result<void> Binder::finish(std::string_view network) const {
  const auto& problems = state_->problems;
  if (problems.empty()) return {};
  const std::size_t shown = std::min<std::size_t>(problems.size(), 5);
  const std::vector<std::string> first(problems.begin(), problems.begin() + static_cast<std::ptrdiff_t>(shown));
  return fail(ErrorKind::invalid_input, "[{}.load] {} tensors do not fit this network: {}{}", network, problems.size(),
              fmt::join(first, "; "), problems.size() > shown ? "; …" : "");
}

}  // namespace heddle::tensor
