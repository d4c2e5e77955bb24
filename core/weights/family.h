// Signature: a file's kind and model family, recognised from tensor names and shapes alone. Used by loading, to refuse
// the wrong file before a run, by inspection and by the library. Values and pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "weights/file_kind.h"
#include "weights/weight_map.h"

namespace heddle::weights {

enum class Family { unknown, sd1, sd2, sdxl };
enum class UnetInput { latents, inpaint, instruct_pix2pix };  // 4, 9 and 8 input channels

[[nodiscard]] std::string_view to_string(Family family);

// Width of Bobbin's text states, by which its parts know each other; no published model has it.
inline constexpr std::int64_t kBobbinContext = 192;
// Widths of Bobbin's levels, by which its T2I-Adapters are known.
inline constexpr std::array<std::int64_t, 4> kBobbinWidths = {64, 96, 128, 160};

// The family whose UNets read text states of this width; unknown for others.
[[nodiscard]] Family family_of_context(std::int64_t cross_attention_dim);

struct Signature {
  FileKind kind = FileKind::unknown;
  Family family = Family::unknown;
  UnetInput input = UnetInput::latents;
  std::string
      variant;  // IP-Adapter: "plus"; LoRA: "LoHa"; T2I-Adapter: "light"; ControlNet: "difference"; may be empty
  std::int64_t cross_attention_dim = 0;  // width of the text states that it works with; 0: not known
  std::int64_t encoder_width = 0;        // IP-Adapter: width of the image encoder's output
};

[[nodiscard]] Signature signature_of(const WeightMap& file);

// The family of a UNet, from its diffusers configuration. SD 2.x and SDXL have linear projections, SDXL alone
// has an added embedding; widths do not matter, so narrow models of the same form are of the same family.
[[nodiscard]] Signature signature_of_unet(const Json& config);

// "IP-Adapter plus for Stable Diffusion 1.x, image features of 1280"
[[nodiscard]] std::string describe(const Signature& signature);

}  // namespace heddle::weights
