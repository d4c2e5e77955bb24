// Inputs: what a node function reads, namely the values at its ports, its parameters, and live values. Immutable.
// Used by every node function. Thread rule: const calls from any thread while the node runs.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/live_values.h"
#include "engine/step_observer.h"
#include "engine/value.h"
#include "graph/ids.h"
#include "graph/param_value.h"

namespace heddle::engine {

using PortValues = std::map<std::string, std::vector<Value>, std::less<>>;

class Inputs final {
 public:
  // Tests of a node build one by hand; the executor adds the live values.
  explicit Inputs(graph::Params params, PortValues values = {}, graph::NodeId node = {},
                  const LiveReader* live = nullptr, const LiveParams* live_params = nullptr,
                  StepObserver* observer = nullptr)
      : params_(std::move(params)),
        values_(std::move(values)),
        node_(node),
        live_(live),
        live_params_(live_params),
        observer_(observer) {}

  // Whether a wire reaches the port; for optional inputs.
  [[nodiscard]] bool has(std::string_view port) const { return !values(port).empty(); }

  // Required inputs: planning has made sure that a value is there. Throws std::logic_error otherwise.
  template <class T>
  [[nodiscard]] const T& get(std::string_view port) const {
    return first(port).as<T>();
  }
  template <class T>
  [[nodiscard]] std::shared_ptr<const T> shared(std::string_view port) const {
    return first(port).shared<T>();
  }
  // Optional inputs: nullptr when nothing is wired.
  template <class T>
  [[nodiscard]] const T* find(std::string_view port) const {
    return has(port) ? &get<T>(port) : nullptr;
  }
  // Inputs that take several wires, in the order of the graph's links.
  [[nodiscard]] const std::vector<Value>& values(std::string_view port) const {
    static const std::vector<Value> kNone;
    const auto found = values_.find(port);
    return found == values_.end() ? kNone : found->second;
  }
  // By port.
  [[nodiscard]] const PortValues& all() const { return values_; }

  [[nodiscard]] const graph::Params& params() const { return params_; }
  [[nodiscard]] graph::NodeId node() const { return node_; }

  // The newest value of a live parameter; read it again at each step. Without a run in flight, the parameter's value.
  [[nodiscard]] graph::ParamValue live(std::string_view param) const {
    return live_ == nullptr ? params_.value(param) : live_->read(param, params_);
  }
  [[nodiscard]] graph::Lane live_lane(std::string_view param) const { return std::get<graph::Lane>(live(param)); }

  // The same for a parameter of another node, which an incoming value names by its handle; `planned` came with it.
  [[nodiscard]] graph::ParamValue live(const graph::ParamRef& ref, graph::ParamValue planned) const {
    return live_params_ == nullptr ? planned : live_params_->read(ref, std::move(planned));
  }

  // For a node that works in steps: called once at its start and before each step, in its own thread; may pause it.
  void begin_steps(std::shared_ptr<const StepPreviews> images) const {
    if (observer_ != nullptr) observer_->begin(node_, std::move(images));
  }
  void between_steps(int done) const {
    if (observer_ != nullptr) observer_->between(node_, done);
  }

 private:
  [[nodiscard]] const Value& first(std::string_view port) const {
    const std::vector<Value>& held = values(port);
    if (held.empty()) throw std::logic_error("nothing at the input '" + std::string(port) + "'");
    return held.front();
  }

  graph::Params params_;
  PortValues values_;
  graph::NodeId node_;
  const LiveReader* live_;
  const LiveParams* live_params_;
  StepObserver* observer_;
};

}  // namespace heddle::engine
