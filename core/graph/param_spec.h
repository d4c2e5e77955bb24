// ParamSpec: describes one parameter of a node type: kind, default, range, and what must be recomputed when it changes.
//   real("scale", 2.0).range(0.25, 8.0).recomputes_from(Stage::denoise).live()
// Used by node specs; the inspector builds an editor from it. Plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "graph/param_value.h"
#include "graph/port_type.h"

namespace heddle::graph {

// The first stage that is recomputed when the parameter changes.
enum class Stage { nothing, model, text, reference, denoise, decode, output };

std::string_view to_string(Stage stage);

// What a slider spans where the range allows more ("steps 1 to 1000"), and what its wheel moves by.
struct SoftRange {
  double low = 0.0, high = 1.0, step = 0.01;
  bool operator==(const SoftRange&) const = default;
};

struct ParamSpec {
  std::string name;
  ParamKind kind = ParamKind::real;
  ParamValue initial;
  std::string title = {};
  std::string help_text = {};
  std::string unit_text = {};
  std::optional<double> minimum = {};  // of integers, reals, and of every value in a lane or a list of numbers
  std::optional<double> maximum = {};
  std::optional<double> slider_step = {};  // what the wheel moves by
  std::vector<std::string> choices = {};
  ParamKind element = ParamKind::real;  // of a list
  std::string file_kind = {};           // "image", "model", "folder" …: what the file dialog offers
  Stage stage = Stage::model;
  std::optional<SoftRange> soft = {};
  bool is_live = false;  // may change while the node runs
  bool is_multiline = false;
  bool is_read_downstream = false;
  bool is_by_layer = false;            // a lane that may differ by layer, and that its start and end switch off
  std::vector<std::string> rows = {};  // the names of its layers where they are not the model's
  int live_place = 0;                  // among the usual parameters of the Live panel, from 1; 0: not one of them
  std::string live_input = {};         // it is one only where this input is wired

  ParamSpec& label(std::string words) {
    title = std::move(words);
    return *this;
  }
  ParamSpec& help(std::string words) {
    help_text = std::move(words);
    return *this;
  }
  ParamSpec& unit(std::string words) {
    unit_text = std::move(words);
    return *this;
  }
  ParamSpec& range(double low, double high) {
    minimum = low;
    maximum = high;
    return *this;
  }
  ParamSpec& step(double size) {
    slider_step = size;
    return *this;
  }
  ParamSpec& recomputes_from(Stage first) {
    stage = first;
    return *this;
  }
  ParamSpec& live() {
    is_live = true;
    return *this;
  }
  // Live, and read by nodes further down, which find it by the handle that the node's output carries (ParamRef).
  ParamSpec& live_downstream() {
    is_live = true;
    is_read_downstream = true;
    return *this;
  }
  ParamSpec& soft_range(double low, double high, double step_size) {
    soft = SoftRange{low, high, step_size};
    return *this;
  }
  ParamSpec& by_layer() {
    is_by_layer = true;
    return *this;
  }
  // By layers of its own: a network's beside the model.
  ParamSpec& by_layer(std::vector<std::string> names) {
    is_by_layer = true;
    rows = std::move(names);
    return *this;
  }
  ParamSpec& shown_live(int place, std::string input = {}) {
    live_place = place;
    live_input = std::move(input);
    return *this;
  }
  ParamSpec& multiline() {
    is_multiline = true;
    return *this;
  }

  // What may be wired to this parameter instead of typing a value; nothing for files, choices and lists, since planning
  // needs to know those.
  [[nodiscard]] std::optional<PortType> port_type() const;
};

ParamSpec integer(std::string name, std::int64_t initial);
ParamSpec seed(std::string name, std::uint64_t initial);
ParamSpec real(std::string name, double initial);
ParamSpec boolean(std::string name, bool initial);
ParamSpec text(std::string name, std::string initial);
ParamSpec choice(std::string name, std::string initial, std::vector<std::string> names);
ParamSpec file(std::string name, std::string kind);
ParamSpec lane(std::string name, double initial);
ParamSpec list(std::string name, ParamKind element);

// The value converted to the kind of `spec` where that loses nothing (1 as 1.0, "ddim" as a choice, a number as a
// lane); nothing where the value means something else.
std::optional<ParamValue> coerce(const ParamValue& value, const ParamSpec& spec);

// Pulls numbers into the range, and numbers that are not finite to the initial value. True when something changed.
bool clamp(ParamValue& value, const ParamSpec& spec);

// "from 1 to 1000", "at least 0", "at most 1", or "any number": the range as text.
std::string range_text(const ParamSpec& spec);

}  // namespace heddle::graph
