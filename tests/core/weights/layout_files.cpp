#include "layout_files.h"

#include <unistd.h>

#include <atomic>
#include <bit>
#include <cmath>
#include <cstring>
#include <deque>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "weights/safetensors_writer.h"

namespace heddle::weights::testing {

namespace fs = std::filesystem;

namespace {

Shape parse_shape(const std::string& text) {
  Shape shape;
  std::istringstream in(text);
  for (std::string size; std::getline(in, size, 'x');) shape.push_back(std::stoll(size));
  return shape;
}

std::int64_t count_of(const Shape& shape) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  return count;
}

std::uint64_t fnv(std::string_view text) {
  std::uint64_t value = 14695981039346656037ull;
  for (const char byte : text) value = (value ^ static_cast<unsigned char>(byte)) * 1099511628211ull;
  return value;
}

// Small whole numbers only, which is all that the files hold.
std::uint16_t half_of(double value) {
  if (value == 0) return 0;
  const int exponent = static_cast<int>(std::floor(std::log2(value)));
  const double fraction = value / std::exp2(exponent) - 1.0;
  return static_cast<std::uint16_t>(((exponent + 15) << 10) | static_cast<int>(fraction * 1024));
}

double value_of(std::uint16_t half) {
  if (half == 0) return 0;
  return std::ldexp(1.0 + (half & 0x3ff) / 1024.0, ((half >> 10) & 0x1f) - 15);
}

// Where element `index` of the canonical tensor is in the other layout's tensor.
std::int64_t place_of(const ListLine& line, std::int64_t index) {
  if (line.op == "transpose") {
    const std::int64_t row = index / line.shape[1];
    const std::int64_t column = index % line.shape[1];
    return column * line.shape[0] + row;
  }
  if (line.op.starts_with("rows")) return index + (line.op.back() - '0') * count_of(line.shape);
  return index;
}

}  // namespace

fs::path golden_path(const std::string& file_name) {
  return fs::path(HEDDLE_SOURCE_DIR) / "tests" / "golden" / "layouts" / file_name;
}

std::vector<ListLine> read_list(const std::string& file_name) {
  std::ifstream in(golden_path(file_name));
  if (!in) throw std::runtime_error("no list " + file_name);
  std::vector<ListLine> lines;
  std::string shape;
  std::string other_shape;
  for (ListLine line; in >> line.name >> shape >> line.other_name >> other_shape >> line.op;) {
    line.shape = parse_shape(shape);
    line.other_shape = parse_shape(other_shape);
    lines.push_back(line);
  }
  return lines;
}

std::vector<ListLine> read_plain_list(const std::string& file_name) {
  std::ifstream in(golden_path(file_name));
  if (!in) throw std::runtime_error("no list " + file_name);
  std::vector<ListLine> lines;
  std::string name;
  for (std::string shape; in >> name >> shape;) {
    lines.push_back({name, parse_shape(shape), name, parse_shape(shape), "none"});
  }
  return lines;
}

std::vector<ListLine> canonical(std::vector<ListLine> lines) {
  for (ListLine& line : lines) {
    line.other_name = line.name;
    line.other_shape = line.shape;
    line.op = "none";
  }
  return lines;
}

std::vector<ListLine> joined(std::vector<std::vector<ListLine>> lists) {
  std::vector<ListLine> all;
  for (auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

WeightMap map_of_shapes(const std::vector<std::pair<std::string, Shape>>& tensors) {
  static std::deque<TensorEntry> entries;  // outlive every map of the test
  WeightMap map;
  for (const auto& [name, shape] : tensors) {
    TensorEntry& entry = entries.emplace_back();
    entry.name = name;
    entry.dtype = Dtype::f16;
    entry.dtype_name = "F16";
    entry.shape = shape;
    entry.strides = contiguous_strides(shape);
    map.add(name, whole(nullptr, entry));
  }
  return map;
}

WeightMap map_of_others(const std::vector<ListLine>& lines) {
  std::vector<std::pair<std::string, Shape>> tensors;
  for (const ListLine& line : lines) tensors.emplace_back(line.other_name, line.other_shape);
  return map_of_shapes(tensors);
}

double known_value(std::string_view canonical_name, std::int64_t index) {
  return static_cast<double>((static_cast<std::int64_t>(fnv(canonical_name) % 509) + 7 * index) % 1021);
}

void write_layout(const fs::path& path, const std::vector<ListLine>& lines) {
  struct Filled {
    Shape shape;
    std::vector<std::uint16_t> halves;
  };
  std::map<std::string, Filled> tensors;
  for (const ListLine& line : lines) {
    Filled& tensor = tensors[line.other_name];
    tensor.shape = line.other_shape;
    tensor.halves.resize(static_cast<std::size_t>(count_of(line.other_shape)));
    for (std::int64_t i = 0; i < count_of(line.shape); ++i) {
      tensor.halves[static_cast<std::size_t>(place_of(line, i))] = half_of(known_value(line.name, i));
    }
  }
  std::vector<TensorToWrite> table;
  for (const auto& [name, tensor] : tensors) {
    table.push_back({name, Dtype::f16, tensor.shape, std::as_bytes(std::span(tensor.halves))});
  }
  fs::create_directories(path.parent_path());
  const auto written = write_safetensors(path, std::move(table));
  if (!written) throw std::runtime_error(written.error().message);
}

std::int64_t wrong_values(const WeightMap& weights) {
  std::int64_t wrong = 0;
  for (const auto& [name, ref] : weights.table()) {
    const auto bytes = ref.file->bytes(*ref.entry);
    for (std::int64_t i = 0; i < count_of(ref.shape); ++i) {
      std::int64_t rest = i;
      std::int64_t element = ref.first_element;
      for (std::size_t axis = ref.shape.size(); axis-- > 0; rest /= ref.shape[axis]) {
        element += rest % ref.shape[axis] * ref.strides[axis];
      }
      std::uint16_t half = 0;
      std::memcpy(&half, bytes.data() + 2 * element, 2);
      wrong += value_of(half) != known_value(name, i);
    }
  }
  return wrong;
}

void write_text(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

TempFolder::TempFolder() {
  static std::atomic<int> count = 0;
  path_ = fs::temp_directory_path() / ("heddle_layouts_" + std::to_string(getpid()) + "_" + std::to_string(count++));
  fs::create_directories(path_);
}

TempFolder::~TempFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
}

}  // namespace heddle::weights::testing
