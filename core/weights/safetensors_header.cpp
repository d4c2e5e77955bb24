#include "weights/safetensors_header.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/printable.h"
#include "weights/table_limits.h"

namespace heddle::weights {
namespace {

using Json = nlohmann::json;

// Receives the events of nlohmann's SAX parser and accepts exactly the grammar of the format:
//   { "__metadata__": {string: string, ...}, name: {"dtype": string, "shape": [n, ...], "data_offsets": [n, n]}, ... }
// As the reference does, it passes over fields of a tensor that it does not know, takes null for no metadata, and the
// last of several tensors or metadata entries of one name. Any other event sets error_ and stops the parser at once, so
// depth is bounded.
class HeaderReader final : public nlohmann::json_sax<Json> {
 public:
  SafetensorsHeader take() { return {std::move(entries_), std::move(metadata_), std::move(repeated_)}; }
  std::optional<Error>& error() { return error_; }

  bool start_object(std::size_t) override;
  bool end_object() override;
  bool start_array(std::size_t) override;
  bool end_array() override;
  bool key(string_t& text) override;
  bool string(string_t& text) override;
  bool number_unsigned(number_unsigned_t number) override;

  bool null() override { return is_ignored() || is_no_metadata() || wrong("null"); }
  bool boolean(bool) override { return is_ignored() || wrong("true or false"); }
  bool number_integer(number_integer_t) override { return is_ignored() || wrong("a negative number"); }
  bool number_float(number_float_t, const string_t& text) override {
    return is_ignored() || wrong("the number " + printable(text, 40));
  }
  bool binary(binary_t&) override { return wrong("binary data"); }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    return refuse(damaged("the header is not valid JSON at byte {}", position));
  }

 private:
  enum class PartLocation { before, root, metadata, entry, shape, offsets, after };
  enum class Field { none, dtype, shape, offsets, unknown };
  static constexpr int kMaxIgnoredDepth = 100;
  static constexpr std::size_t kTorchDimensions = 64;  // the most that a tensor of LibTorch can have

  // True within the value of a field that no reader knows.
  [[nodiscard]] bool is_ignored() const { return place_ == PartLocation::entry && field_ == Field::unknown; }
  [[nodiscard]] bool is_no_metadata() const {
    return place_ == PartLocation::root && entry_.tensor.name == "__metadata__";
  }
  bool open_ignored() { return ++ignored_depth_ <= kMaxIgnoredDepth || wrong("values nested too deeply"); }

  bool refuse(Failure failure) {
    if (!error_) error_ = std::move(failure.value());
    return false;
  }
  bool wrong(const std::string& what);
  bool root_key(const std::string& text);
  bool metadata_key(const std::string& text);
  bool entry_key(const std::string& text);
  bool finish_entry();

  std::vector<HeaderEntry> entries_;
  Metadata metadata_;
  std::optional<Error> error_;

  PartLocation place_ = PartLocation::before;
  std::unordered_map<std::string, std::size_t> places_;  // of tensors in entries_
  std::vector<std::string> repeated_;
  bool metadata_seen_ = false;
  std::string* metadata_value_ = nullptr;

  HeaderEntry entry_;
  Field field_ = Field::none;
  bool dtype_seen_ = false;
  bool shape_seen_ = false;
  bool offsets_seen_ = false;
  int offsets_read_ = 0;
  int ignored_depth_ = 0;  // of objects and lists within an unknown field
};

bool HeaderReader::wrong(const std::string& what) {
  if (place_ == PartLocation::before || place_ == PartLocation::after) {
    return refuse(damaged("the header is not an object but {}", what));
  }
  if (place_ == PartLocation::metadata) return refuse(damaged("the metadata holds {} where only text may stand", what));
  if (place_ == PartLocation::root) {
    return refuse(damaged("'{}' is {} instead of a tensor", printable(entry_.tensor.name), what));
  }
  return refuse(damaged("the description of '{}' holds {} where it must not", printable(entry_.tensor.name), what));
}

bool HeaderReader::start_object(std::size_t) {
  if (is_ignored()) return open_ignored();
  if (place_ == PartLocation::before) {
    place_ = PartLocation::root;
  } else if (place_ == PartLocation::root && metadata_value_ == nullptr && entry_.tensor.name == "__metadata__") {
    place_ = PartLocation::metadata;
  } else if (place_ == PartLocation::root) {
    place_ = PartLocation::entry;
  } else {
    return wrong("an object");
  }
  return true;
}

bool HeaderReader::end_object() {
  if (ignored_depth_ > 0) return --ignored_depth_, true;
  if (place_ == PartLocation::entry) return finish_entry();
  place_ = place_ == PartLocation::metadata ? PartLocation::root : PartLocation::after;
  return true;
}

bool HeaderReader::start_array(std::size_t) {
  if (is_ignored()) return open_ignored();
  if (place_ != PartLocation::entry) return wrong("a list");
  if (field_ == Field::shape) {
    place_ = PartLocation::shape;
  } else if (field_ == Field::offsets) {
    place_ = PartLocation::offsets;
  } else {
    return wrong("a list");
  }
  return true;
}

bool HeaderReader::end_array() {
  if (ignored_depth_ > 0) return --ignored_depth_, true;
  if (place_ == PartLocation::offsets && offsets_read_ != 2) {
    return refuse(damaged("'{}' has {} data offsets instead of 2", printable(entry_.tensor.name), offsets_read_));
  }
  place_ = PartLocation::entry;
  return true;
}

bool HeaderReader::key(string_t& text) {
  if (ignored_depth_ > 0) return true;
  if (place_ == PartLocation::root) return root_key(text);
  return place_ == PartLocation::metadata ? metadata_key(text) : entry_key(text);
}

bool HeaderReader::root_key(const std::string& text) {
  if (text == "__metadata__") {
    if (metadata_seen_) return refuse(damaged("it has two __metadata__ blocks"));
    metadata_seen_ = true;
  }
  entry_ = HeaderEntry{};
  entry_.tensor.name = text;
  metadata_value_ = nullptr;
  field_ = Field::none;
  dtype_seen_ = shape_seen_ = offsets_seen_ = false;
  offsets_read_ = 0;
  return true;
}

bool HeaderReader::metadata_key(const std::string& text) {
  metadata_value_ = &metadata_[text];
  return true;
}

bool HeaderReader::entry_key(const std::string& text) {
  bool* seen = nullptr;
  if (text == "dtype") {
    field_ = Field::dtype;
    seen = &dtype_seen_;
  } else if (text == "shape") {
    field_ = Field::shape;
    seen = &shape_seen_;
  } else if (text == "data_offsets") {
    field_ = Field::offsets;
    seen = &offsets_seen_;
  }
  if (seen == nullptr) {
    field_ = Field::unknown;
    return true;
  }
  if (*seen) return refuse(damaged("'{}' has the field '{}' twice", printable(entry_.tensor.name), text));
  *seen = true;
  return true;
}

bool HeaderReader::string(string_t& text) {
  if (is_ignored()) return true;
  if (place_ == PartLocation::metadata) {
    *metadata_value_ = std::move(text);
    return true;
  }
  if (place_ != PartLocation::entry || field_ != Field::dtype) return wrong("text");
  if (text.size() > 32)
    return refuse(damaged("'{}' has the type '{}'", printable(entry_.tensor.name), printable(text, 32)));
  entry_.tensor.dtype = parse_dtype(text);
  entry_.tensor.dtype_name = std::move(text);
  return true;
}

bool HeaderReader::number_unsigned(number_unsigned_t number) {
  if (is_ignored()) return true;
  if (place_ == PartLocation::shape) {
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return refuse(damaged("'{}' has a dimension of {}", printable(entry_.tensor.name), number));
    }
    if (entry_.tensor.shape.size() == kTorchDimensions) {
      return refuse(damaged("'{}' has more than {} dimensions", printable(entry_.tensor.name), kTorchDimensions));
    }
    entry_.tensor.shape.push_back(static_cast<std::int64_t>(number));
    return true;
  }
  if (place_ != PartLocation::offsets) return wrong("a number");
  if (offsets_read_ == 0) entry_.begin = number;
  if (offsets_read_ == 1) entry_.end = number;
  if (++offsets_read_ > 2) return refuse(damaged("'{}' has too many data offsets", printable(entry_.tensor.name)));
  return true;
}

bool HeaderReader::finish_entry() {
  if (!dtype_seen_ || !shape_seen_ || !offsets_seen_) {
    return refuse(damaged("'{}' lacks its {}", printable(entry_.tensor.name),
                          !dtype_seen_   ? "dtype"
                          : !shape_seen_ ? "shape"
                                         : "data_offsets"));
  }
  const auto [place, is_new] = places_.try_emplace(entry_.tensor.name, entries_.size());
  if (is_new) {
    entries_.push_back(std::move(entry_));
  } else {
    repeated_.push_back(entry_.tensor.name);
    entries_[place->second] = std::move(entry_);
  }
  entry_ = HeaderEntry{};
  place_ = PartLocation::root;
  return true;
}

}  // namespace

Result<SafetensorsHeader> parse_safetensors_header(std::string_view json) {
  // The parser takes a NUL byte for the end of its input; here it would hide what follows.
  if (const auto nul = json.find('\0'); nul != std::string_view::npos) {
    return damaged("the header holds a zero byte at {}", nul);
  }
  HeaderReader reader;
  const bool whole = Json::sax_parse(json.begin(), json.end(), &reader);
  if (reader.error()) return Failure(std::move(*reader.error()));
  if (!whole) return damaged("the header is not valid JSON");
  return reader.take();
}

}  // namespace heddle::weights
