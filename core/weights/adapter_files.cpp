#include "weights/adapter_files.h"

#include <fmt/format.h>

#include <utility>

#include "base/printable.h"
#include "weights/layouts/map_part.h"
#include "weights/layouts/part_location.h"
#include "weights/opened_files.h"

namespace heddle::weights {

namespace {

namespace fs = std::filesystem;

// Newer versions of the training script's saver leave out tensors that are shared with the UNet.
bool lost_its_layers(const WeightMap& file, const layouts::AdapterShape& shape) {
  return shape.layer_widths.empty() && file.has_prefix("image_proj_model.");
}

}  // namespace

Result<AdapterFiles> read_adapter(const fs::path& path, const WeightMap& file) {
  const std::string name = printable(path.filename().string());
  layouts::MappedPart mapped = layouts::map_adapter(file);
  auto shape = layouts::adapter_shape_of(mapped.weights);
  if (!shape && shape.error().kind == ErrorKind::invalid_input) {
    return fail(ErrorKind::invalid_input, "[adapter.open] '{}' {}; it is: {}", name, shape.error().message,
                describe(signature_of(file)));
  }
  if (!shape) return fail(shape.error().kind, "[adapter.open] '{}' {}", name, shape.error().message);
  if (lost_its_layers(file, *shape)) {
    return fail(ErrorKind::invalid_input,
                "[adapter.open] '{}' has lost its layers (adapter_modules.…): the saver dropped them because the UNet "
                "shares them; save the training state again as .bin, or with safe_serialization=False",
                name);
  }
  AdapterFiles adapter{path, signature_of(file), std::move(*shape), std::move(mapped.weights), {}};
  adapter.check = layouts::check_keys(adapter.weights, layouts::expected_tensors(adapter.shape));
  for (const auto& [key, ref] : file.table()) {
    // A training state also contains the frozen UNet, which is expected.
    const bool is_expected =
        mapped.taken.contains(key) || key.starts_with("unet.") || layouts::is_training_remains(key);
    if (!is_expected) adapter.check.extra.push_back(key);
  }
  return adapter;
}

Result<AdapterFiles> open_adapter(const fs::path& path) {
  const auto opened = open_files(path);
  if (!opened) return Failure(opened.error());
  auto adapter = read_adapter(path, opened->all);
  if (!adapter) return adapter;
  const std::string name = printable(path.filename().string());
  if (!adapter->check.missing.empty()) {
    return fail(ErrorKind::invalid_input, "[adapter.open] '{}' lacks tensors: {}; the file is cut off or mixed up",
                name, layouts::count_and_first(adapter->check.missing));
  }
  if (!adapter->check.misshaped.empty()) {
    return fail(ErrorKind::invalid_input, "[adapter.open] '{}' has tensors that do not fit together: {}", name,
                layouts::count_and_first(adapter->check.misshaped));
  }
  return adapter;
}

}  // namespace heddle::weights
