#include "pipeline/load/lora_application.h"

#include <map>
#include <set>

#include "adapters/lora_merge.h"
#include "pipeline/load/inpaint_merge.h"
#include "tensor/weight_tensors.h"

namespace heddle::pipeline {

namespace {

using Terms = std::map<std::string, std::vector<adapters::LoraTerm>>;

Terms terms_of(const std::vector<AppliedLora>& loras) {
  Terms terms;
  for (const AppliedLora& lora : loras) {
    for (const weights::LoraPatch& patch : lora.match->patches) terms[patch.weight].push_back({&patch, lora.strength});
  }
  return terms;
}

// Files are read through their maps: one that was written over meanwhile gives other numbers, or a cut one none.
Result<void> check_files(const Terms& terms, const weights::WeightMap& stored) {
  std::set<const weights::TensorFile*> files;
  for (const auto& [name, list] : terms) {
    files.insert(stored.find(name)->file.get());
    for (const adapters::LoraTerm& term : list) {
      for (const auto& [role, ref] : term.patch->module.tensors) files.insert(ref.file.get());
    }
  }
  for (const weights::TensorFile* file : files) {
    if (auto same = file->check_unchanged(); !same) return same;
  }
  return {};
}

struct Patched {
  tensor::NamedTensors weights;
  std::size_t bytes = 0;  // of the changed ones
};

Result<Patched> patched(const NetworkSource& source, const std::vector<AppliedLora>& loras,
                        const tensor::ComputePolicy& policy, const RunControl& control) {
  const Terms terms = terms_of(loras);
  if (auto same = check_files(terms, source.stored); !same) return forward(same);
  Patched result{source.weights, 0};
  std::size_t done = 0;
  for (const auto& [name, list] : terms) {
    if (control.cancelled()) return cancelled();
    auto stored = tensor::tensor_view(*source.stored.find(name));
    if (!stored) return forward(stored);
    const at::ScalarType exact = stored->scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
    auto merged = adapters::merged(stored->to(policy.device, exact), list);
    if (!merged) return forward(merged);
    if (source.difference != nullptr) merged = source.difference->added_to(name, *merged);
    if (!merged) return forward(merged);
    const at::ScalarType kept = source.weights.at(name).scalar_type();
    at::Tensor weight = tensor::convert_weight(*merged, policy.device, kept, source.layout);
    result.bytes += static_cast<std::size_t>(weight.nbytes());
    result.weights.insert_or_assign(name, std::move(weight));
    control.report(static_cast<double>(++done) / static_cast<double>(terms.size()), "merging");
  }
  if (auto same = check_files(terms, source.stored); !same) return forward(same);
  return result;
}

}  // namespace

Result<Loaded<DiffusionModel>> with_lora(const DiffusionModel& model, AppliedLora lora, const RunControl& control) {
  DiffusionModel next = model;
  next.loras.push_back(std::move(lora));
  auto made = patched(*next.source, next.loras, next.policy, control);
  if (!made) return forward(made);
  auto network = models::UNet::bind(made->weights, model.unet.config());
  if (!network) return forward(network);
  next.unet = std::move(*network);
  return Loaded<DiffusionModel>{std::move(next), made->bytes};
}

Result<Loaded<TextEncoder>> with_lora(const TextEncoder& encoder, AppliedLora lora, const RunControl& control) {
  TextEncoder next = encoder;
  next.loras.push_back(std::move(lora));
  auto made = patched(*next.source, next.loras, next.policy, control);
  if (!made) return forward(made);
  auto network = models::ClipText::bind(made->weights, encoder.network.config());
  if (!network) return forward(network);
  next.network = std::move(*network);
  return Loaded<TextEncoder>{std::move(next), made->bytes};
}

}  // namespace heddle::pipeline
