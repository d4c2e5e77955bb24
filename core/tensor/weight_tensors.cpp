#include "tensor/weight_tensors.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <cmath>
#include <cstring>
#include <set>
#include <vector>

#include "weights/open_tensor_file.h"
#include "weights/safetensors_writer.h"

namespace heddle::tensor {

namespace {

struct TypePair {
  weights::Dtype file;
  at::ScalarType tensor;
};

constexpr TypePair kTypes[] = {
    {weights::Dtype::f64, at::kDouble},
    {weights::Dtype::f32, at::kFloat},
    {weights::Dtype::f16, at::kHalf},
    {weights::Dtype::bf16, at::kBFloat16},
    {weights::Dtype::i64, at::kLong},
    {weights::Dtype::i32, at::kInt},
    {weights::Dtype::i16, at::kShort},
    {weights::Dtype::i8, at::kChar},
    {weights::Dtype::u8, at::kByte},
    {weights::Dtype::boolean, at::kBool},
    {weights::Dtype::f8_e4m3, at::kFloat8_e4m3fn},
    {weights::Dtype::f8_e5m2, at::kFloat8_e5m2},
};

// Eight-bit numbers become fp32, with the factor that their file has for them.
Result<at::Tensor> widened(const at::Tensor& view, const weights::WeightRef& ref) {
  if (std::isnan(ref.scale)) {
    return fail(ErrorKind::unsupported,
                "[model.load] the scale of '{}' in '{}' is not one number, and Heddle reads no other; save "
                "the model as F16, BF16 or F32",
                ref.entry->name, ref.file->path().string());
  }
  const bool is_eight_bit = view.scalar_type() == at::kFloat8_e4m3fn || view.scalar_type() == at::kFloat8_e5m2;
  if (!is_eight_bit && ref.scale == 1) return view;
  const at::Tensor wide = is_eight_bit ? view.to(at::kFloat) : view;
  return ref.scale == 1 ? wide : wide.to(at::kFloat) * ref.scale;
}

}  // namespace

std::optional<at::ScalarType> scalar_type(weights::Dtype dtype) {
  for (const TypePair& pair : kTypes) {
    if (pair.file == dtype) return pair.tensor;
  }
  return std::nullopt;
}

std::optional<weights::Dtype> file_dtype(at::ScalarType type) {
  for (const TypePair& pair : kTypes) {
    if (pair.tensor == type) return pair.file;
  }
  return std::nullopt;
}

Result<at::Tensor> tensor_view(const weights::WeightRef& ref) {
  const auto type = scalar_type(ref.entry->dtype);
  if (!type) {
    return fail(ErrorKind::unsupported,
                "[model.load] '{}' in '{}' is stored as {}, which Heddle cannot compute with; "
                "save the model as F16, BF16 or F32",
                ref.entry->name, ref.file->path().string(), ref.entry->dtype_name);
  }
  const std::size_t item = weights::itemsize(ref.entry->dtype);
  const auto bytes = ref.file->bytes(*ref.entry).subspan(static_cast<std::size_t>(ref.first_element) * item);
  const auto options = at::TensorOptions().dtype(*type);
  auto* data = const_cast<std::byte*>(bytes.data());
  if (reinterpret_cast<std::uintptr_t>(data) % item == 0) {
    return widened(at::from_blob(
                       data, ref.shape, ref.strides, [file = ref.file](void*) {}, options),
                   ref);
  }
  auto copy = std::make_shared<std::vector<std::max_align_t>>(bytes.size() / sizeof(std::max_align_t) + 1);
  std::memcpy(copy->data(), data, bytes.size());
  return widened(at::from_blob(
                     copy->data(), ref.shape, ref.strides, [copy](void*) {}, options),
                 ref);
}

Result<NamedTensors> load_tensors(const weights::WeightMap& map, const LoadOptions& options,
                                  const RunControl& control) {
  NamedTensors tensors;
  std::size_t done = 0;
  for (const auto& [name, ref] : map.table()) {
    if (control.cancelled()) return cancelled();
    auto view = tensor_view(ref);
    if (!view) return forward(view);
    const at::ScalarType type = options.dtype ? kept_type(*view, *options.dtype, options.storage) : view->scalar_type();
    const auto added =
        tensors.emplace_hint(tensors.end(), name, convert_weight(*view, options.device, type, options.layout));
    if (ref.scale != 1 || view->scalar_type() != scalar_type(ref.entry->dtype) || !added->second.is_alias_of(*view))
      ref.file->give_back_pages(*ref.entry);
    control.report(static_cast<double>(++done) / static_cast<double>(map.size()), "loading weights");
  }
  std::set<const weights::TensorFile*> files;
  for (const auto& [name, ref] : map.table()) files.insert(ref.file.get());
  for (const weights::TensorFile* file : files) {
    if (auto same = file->check_unchanged(); !same) return forward(same);
  }
  return tensors;
}

Result<NamedTensors> load_file(const std::filesystem::path& path, const LoadOptions& options) {
  auto file = weights::open_tensor_file(path);
  if (!file) return forward(file);
  return load_tensors(weights::all_weights(*file), options, RunControl::none());
}

Result<void> save_file(const std::filesystem::path& path, const NamedTensors& tensors,
                       const weights::Metadata& metadata) {
  std::vector<at::Tensor> kept;
  std::vector<weights::TensorToWrite> table;
  for (const auto& [name, value] : tensors) {
    const auto dtype = file_dtype(value.scalar_type());
    if (!dtype)
      return fail(ErrorKind::unsupported, "[weights.save] '{}' has a type that safetensors cannot hold", name);
    kept.push_back(value.detach().to(at::kCPU).contiguous());
    const auto* data = static_cast<const std::byte*>(kept.back().const_data_ptr());
    table.push_back({name, *dtype, kept.back().sizes().vec(), {data, static_cast<std::size_t>(kept.back().nbytes())}});
  }
  return weights::write_safetensors(path, std::move(table), metadata);
}

}  // namespace heddle::tensor
