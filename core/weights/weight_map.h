// WeightMap: tensors of one or more open files under one set of names, without reading their bytes. Filled by the
// layouts. Used by models and inspection. A value: copies share the files.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "weights/tensor_file.h"

namespace heddle::weights {

// The conversion of a file's tensor to the form of its canonical name.
enum class Adjust {
  none,
  transpose,  // of a matrix: OpenCLIP keeps projections as (in, out)
  rows,       // one third of the rows of a fused query-key-value weight or bias
  squeeze     // a 1x1 convolution (out, in, 1, 1) or (out, in, 1) read as a matrix (out, in)
};

// One tensor as its user sees it: a strided view into the file's data.
struct WeightRef {
  std::shared_ptr<const TensorFile> file;
  const TensorEntry* entry = nullptr;  // in `file`
  Adjust adjust = Adjust::none;        // as shape, strides and first_element state
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  // in elements
  std::int64_t first_element = 0;     // counted from the entry's first element
  double scale = 1;                   // factor of the stored numbers; NaN: the file has one that is no single number
};

// The whole tensor as stored in the file.
[[nodiscard]] WeightRef whole(std::shared_ptr<const TensorFile> file, const TensorEntry& entry);

// `third` counts from 0 and matters for Adjust::rows only. None where the shape does not allow it: a transpose needs a
// matrix, thirds need a first dimension that three divides. squeeze leaves a matrix as it is.
[[nodiscard]] std::optional<WeightRef> adjusted(const WeightRef& ref, Adjust adjust, int third = 0);

[[nodiscard]] std::uint64_t element_count(const WeightRef& ref);

class WeightMap final {
 public:
  using Table = std::map<std::string, WeightRef, std::less<>>;

  // False, and nothing changes, if the name is taken.
  bool add(std::string name, WeightRef ref) { return table_.emplace(std::move(name), std::move(ref)).second; }

  // Eight-bit numbers come with a factor: `x.scale_weight` or `x.weight_scale` beside `x.weight` becomes its ref's
  // scale.
  void take_scales();

  // Null when there is no tensor of that name.
  [[nodiscard]] const WeightRef* find(std::string_view name) const;
  [[nodiscard]] bool contains(std::string_view name) const { return table_.contains(name); }

  // Dimension `axis` of the tensor `name`, at most 2^31 so that products of two fit; 0 when there is none.
  [[nodiscard]] std::int64_t dimension(std::string_view name, std::size_t axis) const;
  // Number of dimensions; 0 when there is no such tensor.
  [[nodiscard]] std::size_t rank(std::string_view name) const;

  // True when some name begins with `prefix`.
  [[nodiscard]] bool has_prefix(std::string_view prefix) const;
  // 1 + the largest n such that a name begins with "<prefix>n.": the length of a list of blocks, holes included.
  // `prefix` ends in a dot; at most 100 000.
  [[nodiscard]] int list_length(std::string_view prefix) const;

  [[nodiscard]] const Table& table() const { return table_; }
  [[nodiscard]] bool empty() const { return table_.empty(); }
  [[nodiscard]] std::size_t size() const { return table_.size(); }
  [[nodiscard]] std::uint64_t parameter_count() const;

 private:
  Table table_;
};

// All tensors of a file under the file's own names, with their scales taken.
[[nodiscard]] WeightMap all_weights(const std::shared_ptr<const TensorFile>& file);

}  // namespace heddle::weights
