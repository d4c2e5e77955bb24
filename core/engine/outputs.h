// Outputs: what a node function returns, by output port.   return Outputs().set("latent", Value::of(latent, bytes));
// Used by node functions, the executor and the output cache. Thread rule: a plain value.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "engine/step_observer.h"
#include "engine/value.h"
#include "graph/ids.h"
#include "graph/param_value.h"

namespace heddle::engine {

// The value that was really used here for another node's live parameter, by its handle.
struct UsedUpstream {
  graph::ParamRef param;
  graph::ParamValue value;
};

class Outputs final {
 public:
  Outputs& set(std::string port, Value value) {
    values_.insert_or_assign(std::move(port), std::move(value));
    return *this;
  }
  // A value for ports that feed parameters: numbers, seeds, texts, lanes.
  Outputs& set_param(std::string port, graph::ParamValue value) {
    return set(std::move(port), Value::of(std::move(value), sizeof(graph::ParamValue)));
  }
  // What the node really used for a live parameter, for example the lane that a steered run became. It goes into the
  // event and from there into the picture's file, so that the run can be repeated.
  Outputs& record(std::string param, graph::ParamValue value) {
    used_.insert_or_assign(std::move(param), std::move(value));
    return *this;
  }
  Outputs& record_upstream(UsedUpstream used) {
    used_upstream_.push_back(std::move(used));
    return *this;
  }
  // What the node read otherwise than it was written. Told with the result, also when it comes from the cache.
  Outputs& add_note(Note note) {
    notes_.push_back(std::move(note));
    return *this;
  }
  Outputs& add_notes(std::vector<Note> notes) {
    for (Note& note : notes) add_note(std::move(note));
    return *this;
  }
  [[nodiscard]] const std::vector<Note>& notes() const { return notes_; }
  // What the node's steps looked like; stays with the result in the cache.
  Outputs& keep_steps(std::shared_ptr<const StepPreviews> images) {
    steps_ = std::move(images);
    return *this;
  }
  // Null where the node does not work in steps.
  [[nodiscard]] const std::shared_ptr<const StepPreviews>& steps() const { return steps_; }

  [[nodiscard]] const Value* find(std::string_view port) const {
    const auto found = values_.find(port);
    return found == values_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] const std::map<std::string, Value, std::less<>>& all() const { return values_; }
  [[nodiscard]] const graph::ParamMap& used() const { return used_; }
  [[nodiscard]] const std::vector<UsedUpstream>& used_upstream() const { return used_upstream_; }
  [[nodiscard]] std::size_t bytes() const {
    std::size_t sum = steps_ ? steps_->bytes() : 0;
    for (const auto& [port, value] : values_) sum += value.bytes();
    return sum;
  }

 private:
  std::map<std::string, Value, std::less<>> values_;
  graph::ParamMap used_;
  std::vector<UsedUpstream> used_upstream_;
  std::vector<Note> notes_;
  std::shared_ptr<const StepPreviews> steps_;
};

}  // namespace heddle::engine
