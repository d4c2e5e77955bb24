#include "training/base_sharing.h"

#include "base/atomic_file.h"
#include "training/model_files.h"

namespace heddle::training {

namespace {

namespace fs = std::filesystem;

constexpr const char* kSharedFile = "base_unet.safetensors";

// As diffusers writes that of a model in several files.
Result<void> write_index(const SharedFolder& shared) {
  nlohmann::json map;
  std::int64_t bytes = 0;
  for (const auto& [name, value] : shared.whole) {
    map[name] = shared.is_own(name) ? std::string(shared.own_file) : std::string(kSharedFile);
    bytes += value.numel() * 2;
  }
  const nlohmann::json index = {{"metadata", {{"total_size", bytes}}}, {"weight_map", map}};
  return write_file_atomically(shared.folder / fmt::format("{}.index.json", kDiffusersWeights),
                               std::string_view(index.dump(0) + "\n"));
}

Result<void> link_unet(const fs::path& unet_file, const fs::path& link) {
  std::error_code error;
  const auto target = fs::relative(unet_file, link.parent_path(), error);
  if (!error) fs::remove(link, error);
  if (!error) fs::create_symlink(target, link, error);
  if (!error) return {};
  return fail(ErrorKind::io, "[train] '{}' cannot be made a link to the UNet: {}", link.string(), error.message());
}

}  // namespace

fs::path unet_file_of(const fs::path& model) { return model / "unet" / kDiffusersWeights; }

Result<void> can_share_unet(const fs::path& model) {
  if (fs::exists(unet_file_of(model))) return {};
  return fail(ErrorKind::invalid_input,
              "[train] model.copy \"shared\" needs a model that is a folder with {}; {} has none", kDiffusersWeights,
              model.string());
}

Result<void> write_sharing(const SharedFolder& shared, const tensor::NamedTensors& own) {
  if (auto written = write_model(shared.folder, shared.config, own, shared.own_file, shared.stored); !written)
    return written;
  if (auto written = write_index(shared); !written) return written;
  return link_unet(shared.unet_file, shared.folder / kSharedFile);
}

}  // namespace heddle::training
