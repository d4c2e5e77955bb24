#include "training/tensor_store.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>

#include <cstring>
#include <optional>

#include "weights/open_tensor_file.h"
#include "weights/safetensors_writer.h"

namespace heddle::training {

namespace {

using weights::Dtype;

constexpr std::pair<Dtype, at::ScalarType> kTypes[] = {{Dtype::f32, at::kFloat},
                                                       {Dtype::f16, at::kHalf},
                                                       {Dtype::bf16, at::kBFloat16},
                                                       {Dtype::f64, at::kDouble},
                                                       {Dtype::i64, at::kLong},
                                                       {Dtype::i32, at::kInt},
                                                       {Dtype::i16, at::kShort},
                                                       {Dtype::u8, at::kByte},
                                                       {Dtype::i8, at::kChar},
                                                       {Dtype::boolean, at::kBool},
                                                       {Dtype::f8_e4m3, at::kFloat8_e4m3fn}};

Dtype stored_type(at::ScalarType type) {
  for (const auto& [stored, scalar] : kTypes) {
    if (scalar == type) return stored;
  }
  return Dtype::unknown;
}

std::optional<at::ScalarType> scalar_type(Dtype type) {
  for (const auto& [stored, scalar] : kTypes) {
    if (stored == type) return scalar;
  }
  return std::nullopt;
}

}  // namespace

Result<void> write_tensors(const std::filesystem::path& path, const tensor::NamedTensors& tensors,
                           const StoreFacts& facts) {
  std::vector<at::Tensor> held;  // keeps copies alive until written
  std::vector<weights::TensorToWrite> rows;
  for (const auto& [name, value] : tensors) {
    held.push_back(value.detach().cpu().contiguous());
    const at::Tensor& tensor = held.back();
    rows.push_back({name,
                    stored_type(tensor.scalar_type()),
                    tensor.sizes().vec(),
                    {static_cast<const std::byte*>(tensor.const_data_ptr()), tensor.nbytes()}});
  }
  std::error_code ignored;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
  return weights::write_safetensors(path, std::move(rows), facts);
}

Result<StoredTensors> read_tensors(const std::filesystem::path& path) {
  auto file = weights::open_tensor_file(path);
  if (!file) return forward(file);
  StoredTensors stored;
  stored.facts = (*file)->metadata();
  for (const weights::TensorEntry& entry : (*file)->entries()) {
    const auto type = scalar_type(entry.dtype);
    if (!type || !weights::is_contiguous(entry)) {
      return fail(ErrorKind::unsupported, "[tensors.read] '{}': '{}' has the type {}, which is not read here",
                  path.string(), entry.name, entry.dtype_name);
    }
    at::Tensor tensor = at::empty(entry.shape, *type);
    const auto bytes = (*file)->bytes(entry);
    if (!bytes.empty()) std::memcpy(tensor.mutable_data_ptr(), bytes.data(), bytes.size());
    stored.tensors.emplace(entry.name, std::move(tensor));
  }
  return stored;
}

Result<void> copy_into(const tensor::NamedTensors& into, const tensor::NamedTensors& from, std::string_view what) {
  const at::NoGradGuard no_grad;
  for (const auto& [name, target] : into) {
    const auto found = from.find(name);
    if (found == from.end() || found->second.sizes() != target.sizes()) {
      return fail(ErrorKind::invalid_input, "{}: '{}' is missing or has another shape; was the recipe's model changed?",
                  what, name);
    }
    at::Tensor(target).copy_(found->second);
  }
  return {};
}

tensor::NamedTensors below(const tensor::NamedTensors& tensors, std::string_view prefix) {
  tensor::NamedTensors found;
  for (auto it = tensors.lower_bound(prefix); it != tensors.end() && it->first.starts_with(prefix); ++it) {
    found.emplace_hint(found.end(), it->first.substr(prefix.size()), it->second);
  }
  return found;
}

tensor::NamedTensors prefixed(const tensor::NamedTensors& tensors, std::string_view prefix) {
  tensor::NamedTensors result;
  for (const auto& [name, value] : tensors) result.emplace_hint(result.end(), std::string(prefix) + name, value);
  return result;
}

}  // namespace heddle::training
