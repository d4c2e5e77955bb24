// Binder: gives a network its weights by name and initialises a new one: the same `bind` function runs over a lookup
// (loading) or over an initialiser (training from scratch), so names and shapes are defined in one place. Used by every
// network's `bind`. One thread while a network is built, then dropped.
#pragma once

#include <ATen/core/Generator.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tensor/named_tensors.h"

namespace heddle::tensor {

// The initial values of a tensor in a new network: U(-scale/sqrt(fan_in), scale/sqrt(fan_in)), N(0, scale^2), or
// `scale`.
struct Init {
  enum class Kind { fan_in, normal, constant };
  Kind kind = Kind::fan_in;
  double scale = 1.0;

  static Init fan_in(double scale = 1.0) { return {Kind::fan_in, scale}; }
  static Init normal(double deviation) { return {Kind::normal, deviation}; }
  static Init constant(double value) { return {Kind::constant, value}; }
};

class Binder final {
 public:
  // Takes tensors out of `weights`; `finish` reports names that were not found or have another shape.
  static Binder lookup(const NamedTensors& weights);
  // Adds the requested tensors to `weights`, fp32 on the CPU, drawn from `generator`. Existing names are kept.
  static Binder initialise(NamedTensors& weights, at::Generator generator);

  // The tensor `prefix + name`. Shape entries of -1 accept any size (lookup only).
  at::Tensor tensor(std::string_view name, at::IntArrayRef shape, Init init);
  // As `tensor`, but undefined where a lookup has no such name. A new network gets it.
  at::Tensor optional_tensor(std::string_view name, at::IntArrayRef shape, Init init);
  [[nodiscard]] bool has(std::string_view name) const;

  // A binder for the names below `prefix + name + "."`.
  [[nodiscard]] Binder sub(std::string_view name) const;
  [[nodiscard]] Binder sub(std::string_view name, std::size_t index) const;

  // Failure: what is missing or misshapen, counted, with the first five names.
  [[nodiscard]] Result<void> finish(std::string_view network) const;

 private:
  struct State;
  Binder(std::shared_ptr<State> state, std::string prefix) : state_(std::move(state)), prefix_(std::move(prefix)) {}

  std::shared_ptr<State> state_;
  std::string prefix_;
};

}  // namespace heddle::tensor
