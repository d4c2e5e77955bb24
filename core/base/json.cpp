#include "base/json.h"

#include <vector>

#include "base/printable.h"

namespace heddle {
namespace {

// Builds the document while parsing, and fails as soon as a limit is exceeded.
class GuardedBuilder final : public nlohmann::json_sax<Json> {
 public:
  GuardedBuilder(const JsonLimits& limits, std::string_view what) : limits_(limits), what_(what) {}

  bool null() override { return add(Json(nullptr)); }
  bool boolean(bool value) override { return add(Json(value)); }
  bool number_integer(std::int64_t value) override { return add(Json(value)); }
  bool number_unsigned(std::uint64_t value) override { return add(Json(value)); }
  bool number_float(double value, const std::string&) override { return add(Json(value)); }
  bool string(std::string& value) override {
    if (value.size() > limits_.string_bytes_max) return refuse_string(value.size());
    return add(Json(std::move(value)));
  }
  bool binary(Json::binary_t&) override { return false; }  // JSON text has none

  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    if (name.size() > limits_.string_bytes_max) return refuse_string(name.size());
    if (open_.back()->contains(name)) {
      return refuse(fmt::format("[json.parse] {} names '{}' twice in one object", what_, printable(name, 80)));
    }
    key_ = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& reason) override {
    const bool number = reason.id == 406;  // out_of_range: a number that no double can hold
    return refuse(fmt::format("[json.parse] {} {} at byte {}", what_,
                              number ? "has a number that is too large" : "is not valid JSON", position));
  }

  Json root;
  std::string error;

 private:
  bool refuse(std::string message) {
    if (error.empty()) error = std::move(message);
    return false;
  }
  bool refuse_string(std::size_t size) {
    return refuse(fmt::format("[json.parse] {} has a text of {} bytes; at most {} are read", what_, size,
                              limits_.string_bytes_max));
  }

  Json* place(Json&& value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    Json& parent = *open_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[key_] = std::move(value));
  }

  bool add(Json&& value) {
    if (++values_ > limits_.values_max) {
      return refuse(fmt::format("[json.parse] {} holds more than {} values", what_, limits_.values_max));
    }
    place(std::move(value));
    return true;
  }

  bool open(Json&& container) {
    if (open_.size() >= limits_.depth_max) {
      return refuse(fmt::format("[json.parse] {} nests deeper than {} levels", what_, limits_.depth_max));
    }
    if (++values_ > limits_.values_max) return add(nullptr);
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  const JsonLimits& limits_;
  std::string_view what_;
  std::vector<Json*> open_;  // a child is finished before its parent grows again, so these stay valid
  std::string key_;
  std::size_t values_ = 0;
};

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view what, const JsonLimits& limits) {
  if (text.size() > limits.bytes_max) {
    return fail(ErrorKind::invalid_input, "[json.parse] {} is {} bytes long; at most {} are read", what, text.size(),
                limits.bytes_max);
  }
  GuardedBuilder builder(limits, what);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
    if (builder.error.empty()) builder.error = fmt::format("[json.parse] {} is not valid JSON", what);
    return Failure(Error{ErrorKind::invalid_input, std::move(builder.error), {}});
  }
  return std::move(builder.root);
}

std::string dump_json(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

const Json* find_member(const Json& value, std::string_view key) {
  if (!value.is_object()) return nullptr;
  const auto found = value.find(std::string(key));
  return found == value.end() ? nullptr : &*found;
}

}  // namespace heddle
