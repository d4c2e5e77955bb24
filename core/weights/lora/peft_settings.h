// PEFT's settings of a LoRA: alpha by module and whether ranks are stabilised. diffusers keeps them in the file's
// metadata, PEFT in an adapter_config.json beside the file. Used by the LoRA reader. A value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "weights/tensor_file.h"

namespace heddle::weights {

class PeftSettings final {
 public:
  // `config` may be null. `prefix` is what diffusers puts before the settings of one part ("unet."), or empty.
  void add(std::string prefix, Json config);

  [[nodiscard]] std::optional<double> alpha_of(std::string_view module) const;
  [[nodiscard]] std::int64_t rank_of(std::string_view module) const;  // 0: not given
  [[nodiscard]] bool is_rank_stabilised(std::string_view module) const;

 private:
  struct Entry {
    std::string prefix;
    Json config;
  };
  [[nodiscard]] const Entry* entry_of(std::string_view module) const;

  std::vector<Entry> entries_;
};

// Invalid settings are treated as absent.
[[nodiscard]] PeftSettings read_peft_settings(const std::filesystem::path& lora, const Metadata& metadata);

}  // namespace heddle::weights
