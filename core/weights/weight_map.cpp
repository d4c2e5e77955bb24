#include "weights/weight_map.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "weights/layouts/key_cursor.h"
#include "weights/scalar_value.h"

namespace heddle::weights {

namespace {

std::optional<WeightRef> transposed(WeightRef ref) {
  if (ref.shape.size() != 2) return std::nullopt;
  std::swap(ref.shape[0], ref.shape[1]);
  std::swap(ref.strides[0], ref.strides[1]);
  return ref;
}

std::optional<WeightRef> third_of_rows(WeightRef ref, int third) {
  if (ref.shape.empty() || ref.shape[0] % 3 != 0 || third < 0 || third > 2) return std::nullopt;
  ref.shape[0] /= 3;
  if (element_count(ref) == 0) return ref;
  ref.first_element += third * ref.shape[0] * ref.strides[0];
  return ref;
}

std::optional<WeightRef> squeezed(WeightRef ref) {
  while (ref.shape.size() > 2) {
    if (ref.shape.back() != 1) return std::nullopt;
    ref.shape.pop_back();
    ref.strides.pop_back();
  }
  return ref;
}

}  // namespace

WeightRef whole(std::shared_ptr<const TensorFile> file, const TensorEntry& entry) {
  return WeightRef{std::move(file), &entry, Adjust::none, entry.shape, entry.strides, 0};
}

std::optional<WeightRef> adjusted(const WeightRef& ref, Adjust adjust, int third) {
  if (adjust == Adjust::none) return ref;
  auto view = adjust == Adjust::transpose ? transposed(ref)
              : adjust == Adjust::rows    ? third_of_rows(ref, third)
                                          : squeezed(ref);
  if (view) view->adjust = view->shape == ref.shape && adjust == Adjust::squeeze ? Adjust::none : adjust;
  return view;
}

std::uint64_t element_count(const WeightRef& ref) {
  std::uint64_t count = 1;
  for (const std::int64_t size : ref.shape) count *= static_cast<std::uint64_t>(size);
  return count;
}

void WeightMap::take_scales() {
  for (const std::string_view ending : {".scale_weight", ".weight_scale"}) {
    for (auto it = table_.begin(); it != table_.end();) {
      const std::string_view name = it->first;
      const auto weight = name.ends_with(ending)
                              ? table_.find(std::string(name.substr(0, name.size() - ending.size())) + ".weight")
                              : table_.end();
      if (weight == table_.end()) {
        ++it;
        continue;
      }
      weight->second.scale *= scalar_value(it->second).value_or(std::numeric_limits<double>::quiet_NaN());
      it = table_.erase(it);
    }
  }
}

const WeightRef* WeightMap::find(std::string_view name) const {
  const auto found = table_.find(name);
  return found == table_.end() ? nullptr : &found->second;
}

std::int64_t WeightMap::dimension(std::string_view name, std::size_t axis) const {
  const WeightRef* ref = find(name);
  constexpr std::int64_t kMost = std::int64_t{1} << 31;  // an empty tensor may claim any number
  return ref != nullptr && axis < ref->shape.size() ? std::min(ref->shape[axis], kMost) : 0;
}

std::size_t WeightMap::rank(std::string_view name) const {
  const WeightRef* ref = find(name);
  return ref != nullptr ? ref->shape.size() : 0;
}

bool WeightMap::has_prefix(std::string_view prefix) const {
  const auto found = table_.lower_bound(prefix);
  return found != table_.end() && found->first.starts_with(prefix);
}

int WeightMap::list_length(std::string_view prefix) const {
  int length = 0;
  for (auto it = table_.lower_bound(prefix); it != table_.end() && it->first.starts_with(prefix); ++it) {
    layouts::KeyCursor cursor(std::string_view(it->first).substr(prefix.size()));
    length = std::max(length, cursor.take_index().value_or(-1) + 1);
  }
  return length;
}

std::uint64_t WeightMap::parameter_count() const {
  std::uint64_t count = 0;
  for (const auto& [name, ref] : table_) count += element_count(ref);
  return count;
}

WeightMap all_weights(const std::shared_ptr<const TensorFile>& file) {
  WeightMap map;
  for (const TensorEntry& entry : file->entries()) map.add(entry.name, whole(file, entry));
  map.take_scales();
  return map;
}

}  // namespace heddle::weights
