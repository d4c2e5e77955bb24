#include "adapters/lora_merge.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/einsum.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/kron.h>
#include <ATen/ops/mm.h>

#include "base/printable.h"
#include "tensor/weight_tensors.h"

namespace heddle::adapters {

namespace {

using at::Tensor;
using weights::LoraKind;
using weights::LoraModule;
using weights::LoraRole;

// The tensors of one module in the type and on the device of the weight that they change.
class Factors final {
 public:
  static Result<Factors> read(const LoraModule& module, const at::TensorOptions& options) {
    Factors factors;
    for (const auto& [role, ref] : module.tensors) {
      if (role == LoraRole::alpha || role == LoraRole::scale) continue;
      auto view = tensor::tensor_view(ref);
      if (!view) return forward(view);
      Tensor value = view->to(options);
      if (!at::isfinite(value).all().item<bool>()) {
        return fail(ErrorKind::invalid_input,
                    "[lora.apply] '{}' holds numbers that are not finite, in '{}'; it is damaged, or "
                    "its training failed",
                    printable(ref.file->path().filename().string()), printable(ref.entry->name));
      }
      factors.tensors_.emplace(role, std::move(value));
    }
    return factors;
  }

  [[nodiscard]] bool has(LoraRole role) const { return tensors_.contains(role); }
  [[nodiscard]] const Tensor& at(LoraRole role) const { return tensors_.at(role); }
  // As a matrix: the first dimension, and all others together.
  [[nodiscard]] Tensor matrix(LoraRole role) const { return at(role).flatten(1); }

 private:
  std::map<LoraRole, Tensor> tensors_;
};

// core (i, j, k, l), out (i, o), in (j, p) -> (o, p, k, l)
Tensor tucker(const Tensor& core, const Tensor& out, const Tensor& in) {
  return at::einsum("ijkl,io,jp->opkl", {core, out, in});
}

Tensor lora(const Factors& f) {
  const Tensor up = f.matrix(LoraRole::up), down = f.matrix(LoraRole::down);
  if (f.has(LoraRole::mid)) return tucker(f.at(LoraRole::mid), up.t(), down);
  return at::mm(up, down);
}

Tensor loha(const Factors& f) {
  const bool has_core = f.has(LoraRole::hada_t1);
  const auto factor = [&](LoraRole core, LoraRole a, LoraRole b) {
    return has_core ? tucker(f.at(core), f.matrix(a), f.matrix(b)) : at::mm(f.matrix(a), f.matrix(b));
  };
  return factor(LoraRole::hada_t1, LoraRole::hada_w1_a, LoraRole::hada_w1_b) *
         factor(LoraRole::hada_t2, LoraRole::hada_w2_a, LoraRole::hada_w2_b);
}

Tensor lokr(const Factors& f) {
  const Tensor first = f.has(LoraRole::lokr_w1) ? f.matrix(LoraRole::lokr_w1)
                                                : at::mm(f.matrix(LoraRole::lokr_w1_a), f.matrix(LoraRole::lokr_w1_b));
  Tensor second;
  if (f.has(LoraRole::lokr_w2)) {
    second = f.matrix(LoraRole::lokr_w2);
  } else if (f.has(LoraRole::lokr_t2)) {
    second = tucker(f.at(LoraRole::lokr_t2), f.matrix(LoraRole::lokr_w2_a), f.matrix(LoraRole::lokr_w2_b)).flatten(1);
  } else {
    second = at::mm(f.matrix(LoraRole::lokr_w2_a), f.matrix(LoraRole::lokr_w2_b));
  }
  // Inputs count as (first, second, kernel), so the columns of the product are the kernel's places in their order.
  return at::kron(first, second);
}

Tensor difference(LoraKind kind, const Factors& f) {
  switch (kind) {
    case LoraKind::lora: return lora(f);
    case LoraKind::loha: return loha(f);
    case LoraKind::lokr: return lokr(f);
    case LoraKind::difference: return f.at(LoraRole::difference);
    case LoraKind::unsupported: break;
  }
  throw std::logic_error("a LoRA module of an unknown kind was matched");
}

// m (W) / |W|, one number of m an output, or an input where its shape is (1, inputs).
Tensor renormalised(const Tensor& weight, const Factors& f) {
  const bool of_peft = f.has(LoraRole::row_scale);
  const Tensor& scale = of_peft ? f.at(LoraRole::row_scale) : f.at(LoraRole::column_or_row_scale);
  const bool by_rows = of_peft || scale.size(0) == weight.size(0);
  std::vector<std::int64_t> shape(static_cast<std::size_t>(weight.dim()), 1), others;
  const std::int64_t axis = by_rows ? 0 : 1;
  shape[static_cast<std::size_t>(axis)] = weight.size(axis);
  for (std::int64_t i = 0; i < weight.dim(); ++i) {
    if (i != axis) others.push_back(i);
  }
  const Tensor length = weight.square().sum(others, /*keepdim=*/true).sqrt();
  const Tensor factor = scale.reshape(shape) / length.clamp_min(std::numeric_limits<float>::min());
  return weight * factor;
}

}  // namespace

Result<Tensor> merged(const Tensor& weight, std::span<const LoraTerm> terms) {
  const at::NoGradGuard no_grad;
  Tensor result = weight;
  for (const LoraTerm& term : terms) {
    if (term.strength == 0) continue;
    const LoraModule& module = term.patch->module;
    auto factors = Factors::read(module, weight.options());
    if (!factors) return forward(factors);
    const Tensor change = difference(module.kind(), *factors).reshape(weight.sizes());
    if (module.is_dora()) {
      result = result + (renormalised(result + change * term.patch->scale, *factors) - result) * term.strength;
    } else {
      result = result + change * (term.patch->scale * term.strength);
    }
  }
  return result;
}

}  // namespace heddle::adapters
