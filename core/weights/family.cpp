#include "weights/family.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

#include "weights/layouts/adapter_shape.h"
#include "weights/layouts/map_part.h"
#include "weights/layouts/part_location.h"
#include "weights/layouts/t2i_adapter.h"
#include "weights/layouts/unet_config.h"
#include "weights/layouts/uni_control.h"

namespace heddle::weights {

namespace {

using layouts::PartLocation;

bool any_name(const WeightMap& file, std::string_view piece) {
  return std::ranges::any_of(file.table(),
                             [&](const auto& item) { return item.first.find(piece) != std::string::npos; });
}

// The first tensor whose name contains all pieces, or null.
const WeightRef* first_with(const WeightMap& file, std::initializer_list<std::string_view> pieces) {
  for (const auto& [name, ref] : file.table()) {
    if (std::ranges::all_of(pieces,
                            [&name = name](std::string_view piece) { return name.find(piece) != std::string::npos; })) {
      return &ref;
    }
  }
  return nullptr;
}

std::optional<Signature> adapter_signature(const WeightMap& file) {
  if (!file.has_prefix("image_proj.") && !file.has_prefix("image_proj_model.") && !file.has_prefix("ip_adapter.")) {
    return std::nullopt;
  }
  const layouts::MappedPart part = layouts::map_adapter(file);
  Signature signature;
  signature.kind = FileKind::ip_adapter;
  const auto shape = layouts::adapter_shape_of(part.weights);
  if (!shape) {
    const bool is_face = shape.error().kind == ErrorKind::unsupported;
    signature.variant =
        is_face ? (part.weights.has_prefix("image_proj.perceiver_resampler.") ? "FaceID Plus" : "FaceID") : "";
    return signature;
  }
  signature.variant = to_string(shape->kind);
  signature.cross_attention_dim = shape->cross_attention_dim;
  signature.encoder_width = shape->encoder_width;
  signature.family = family_of_context(shape->cross_attention_dim);
  return signature;
}

struct LoraMark {
  std::string_view piece;
  std::string_view variant;
};
constexpr std::array<LoraMark, 13> kLoraMarks = {{{"dora_scale", "DoRA"},
                                                  {"hada_w1_a", "LoHa"},
                                                  {"lokr_w1", "LoKr"},
                                                  {"oft_blocks", "OFT"},
                                                  {"oft_diag", "OFT"},
                                                  {"on_input", "IA3"},
                                                  {"lora_mid", "LoCon"},
                                                  {"lora_down", "LoRA"},
                                                  {"lora_A", "LoRA"},
                                                  {".lora.down", "LoRA"},
                                                  {"_lora.down", "LoRA"},
                                                  {"lora_linear_layer.down", "LoRA"},
                                                  {".diff", "full difference"}}};

// A Kronecker product is as wide as its factors' widths multiplied.
std::int64_t lokr_context(const WeightMap& file, std::string_view layer) {
  for (const auto& [name, ref] : file.table()) {
    const std::size_t end = name.find(".lokr_w1");
    if (end == std::string::npos || name.find(layer) == std::string::npos) continue;
    const auto width = [&, stem = name.substr(0, end)](std::string_view whole, std::string_view factor) {
      const std::int64_t found = file.dimension(fmt::format("{}.{}", stem, whole), 1);
      return found > 0 ? found : file.dimension(fmt::format("{}.{}", stem, factor), 1);
    };
    return width("lokr_w1", "lokr_w1_b") * width("lokr_w2", "lokr_w2_b");
  }
  return 0;
}

// Text K and V of a UNet take the text states in, so their `down` gives the family.
std::int64_t lora_context(const WeightMap& file) {
  for (const std::string_view layer : {"attn2_to_k", "attn2.to_k", "attn2.processor.to_k"}) {
    for (const std::string_view down : {"lora_down.weight", "lora_A.", "lora.down.weight", "hada_w1_b", ".diff"}) {
      const WeightRef* ref = first_with(file, {layer, down});
      if (ref != nullptr && ref->shape.size() >= 2) return ref->shape[1];
    }
    if (const std::int64_t width = lokr_context(file, layer); width > 0) return width;
  }
  return 0;
}

std::optional<Signature> lora_signature(const WeightMap& file) {
  for (const auto& [piece, variant] : kLoraMarks) {
    if (!any_name(file, piece)) continue;
    Signature signature;
    signature.kind = FileKind::lora;
    signature.variant = variant;
    signature.cross_attention_dim = lora_context(file);
    signature.family = family_of_context(signature.cross_attention_dim);
    if (any_name(file, "lora_te2_") || any_name(file, "text_encoder_2.")) signature.family = Family::sdxl;
    return signature;
  }
  return std::nullopt;
}

// The levels of Stable Diffusion 2 are as wide as those of 1; adapters are made for 1.
Signature t2i_signature(const WeightMap& file, const PartLocation& location) {
  Signature signature;
  signature.kind = FileKind::t2i_adapter;
  const auto config = layouts::t2i_adapter_config_of(layouts::map_t2i_adapter(file, location).weights);
  if (config.light) signature.variant = "light";
  const layouts::T2IAdapterConfig usual;
  if (std::ranges::equal(config.widths, kBobbinWidths)) signature.cross_attention_dim = kBobbinContext;
  if (config.widths == usual.widths) signature.family = config.factor == usual.factor ? Family::sd1 : Family::sdxl;
  return signature;
}

std::optional<Signature> control_signature(const WeightMap& file) {
  Signature signature;
  const bool is_ldm = file.contains("control_model.input_hint_block.0.weight");
  if (is_ldm || file.has_prefix("controlnet_cond_embedding.")) {
    signature.kind = FileKind::controlnet;
    const WeightRef* context =
        is_ldm ? first_with(file, {"control_model.", "attn2.to_k.weight"}) : first_with(file, {"attn2.to_k.weight"});
    signature.cross_attention_dim = context != nullptr && context->shape.size() == 2 ? context->shape[1] : 0;
    signature.family = family_of_context(signature.cross_attention_dim);
    if (file.contains("difference")) signature.variant = "difference";
    return signature;
  }
  if (const auto t2i = layouts::find_t2i_adapter(file)) return t2i_signature(file, *t2i);
  if (const auto uni = layouts::find_uni_control(file)) {
    signature.kind = FileKind::uni_control;
    signature.cross_attention_dim =
        layouts::uni_control_config_of(layouts::map_uni_control(file, *uni).weights).unet.cross_attention_dim;
    signature.family = family_of_context(signature.cross_attention_dim);
    return signature;
  }
  if (const auto fuser = layouts::find_coadapter_fuser(file)) {
    signature.kind = FileKind::coadapter_fuser;
    signature.cross_attention_dim =
        layouts::map_coadapter_fuser(file, *fuser).weights.dimension("fuser.task_embedding", 1);
    signature.family = family_of_context(signature.cross_attention_dim);
    return signature;
  }
  if (const auto style = layouts::find_style_adapter(file)) {
    const layouts::MappedPart part = layouts::map_style_adapter(file, *style);
    signature.kind = FileKind::style_adapter;
    signature.cross_attention_dim = part.weights.dimension("style.projection.weight", 0);
    signature.encoder_width = part.weights.dimension("style.embedding", 2);
    signature.family = family_of_context(signature.cross_attention_dim);
    return signature;
  }
  return std::nullopt;
}

// A handful of vectors as wide as the embeddings of a text encoder.
std::optional<Signature> inversion_signature(const WeightMap& file) {
  if (file.empty() || file.size() > 8) return std::nullopt;
  Signature signature;
  signature.kind = FileKind::textual_inversion;
  for (const auto& [name, ref] : file.table()) {
    if (ref.shape.empty() || ref.shape.size() > 2 || ref.shape.back() < 8) continue;
    const std::int64_t width = ref.shape.back();
    const bool is_usual = width == 768 || width == 1024 || width == 1280;
    const bool is_named =
        name.starts_with("string_to_param.") || name == "emb_params" || name == "clip_l" || name == "clip_g";
    if (!is_usual && !is_named) continue;
    signature.cross_attention_dim = width;
    signature.family = name == "clip_g" || width == 1280 ? Family::sdxl : family_of_context(width);
  }
  return signature.cross_attention_dim > 0 ? std::optional(signature) : std::nullopt;
}

Signature encoder_signature(const WeightMap& file) {
  Signature signature;
  const bool has_text = layouts::find_text_encoder(file).has_value();
  const bool has_vision = layouts::find_image_encoder(file).has_value();
  if (layouts::find_vae(file)) {
    signature.kind = FileKind::vae;
  } else if (layouts::find_tiny_vae(file)) {
    signature.kind = FileKind::vae_tiny;
  } else if (has_text && has_vision) {
    signature.kind = FileKind::clip;
  } else if (has_text) {
    signature.kind = FileKind::text_encoder;
  } else if (has_vision) {
    signature.kind = FileKind::image_encoder;
  }
  return signature;
}

std::int64_t whole_number(const Json& config, std::string_view key) {
  const Json* value = find_member(config, key);
  return value != nullptr && value->is_number_integer() ? value->get<std::int64_t>() : 0;
}

}  // namespace

std::string_view to_string(Family family) {
  switch (family) {
    case Family::unknown: return "unknown";
    case Family::sd1: return "Stable Diffusion 1.x";
    case Family::sd2: return "Stable Diffusion 2.x";
    case Family::sdxl: return "Stable Diffusion XL";
  }
  return "";
}

Family family_of_context(std::int64_t cross_attention_dim) {
  switch (cross_attention_dim) {
    case 768: return Family::sd1;
    case 1024: return Family::sd2;
    case 2048: return Family::sdxl;
    default: return Family::unknown;
  }
}

Signature signature_of_unet(const Json& config) {
  Signature signature;
  signature.kind = FileKind::unet;
  signature.cross_attention_dim = whole_number(config, "cross_attention_dim");
  const std::int64_t channels = whole_number(config, "in_channels");
  if (channels == 9) signature.input = UnetInput::inpaint;
  if (channels == 8) signature.input = UnetInput::instruct_pix2pix;
  const Json* added = find_member(config, "addition_embed_type");
  const Json* linear = find_member(config, "use_linear_projection");
  if (signature.cross_attention_dim == 0) return signature;
  if (added != nullptr && *added == "text_time") {
    signature.family = Family::sdxl;
    if (signature.cross_attention_dim == 1280) signature.variant = "refiner";
  } else {
    signature.family = linear != nullptr && *linear == true ? Family::sd2 : Family::sd1;
  }
  return signature;
}

Signature signature_of(const WeightMap& file) {
  if (auto adapter = adapter_signature(file)) return *adapter;
  if (auto control = control_signature(file)) return *control;
  if (const auto unet = layouts::find_unet(file)) {
    const layouts::MappedPart part = layouts::map_unet(file, *unet);
    Signature signature = signature_of_unet(layouts::unet_config_of(part.weights).to_json());
    const bool has_more = layouts::find_vae(file) || layouts::find_text_encoder(file);
    if (has_more || unet->prefix == "model.diffusion_model.") signature.kind = FileKind::checkpoint;
    return signature;
  }
  if (auto lora = lora_signature(file)) return *lora;
  const Signature encoder = encoder_signature(file);
  if (encoder.kind != FileKind::unknown) return encoder;
  return inversion_signature(file).value_or(Signature());
}

std::string describe(const Signature& signature) {
  std::string text(to_string(signature.kind));
  if (!signature.variant.empty() && signature.variant != text) text += fmt::format(" {}", signature.variant);
  if (signature.family != Family::unknown) text += fmt::format(" for {}", to_string(signature.family));
  if (signature.input == UnetInput::inpaint) text += ", inpainting (9 input channels)";
  if (signature.input == UnetInput::instruct_pix2pix) text += ", instruct-pix2pix (8 input channels)";
  if (signature.encoder_width > 0) text += fmt::format(", image features of {}", signature.encoder_width);
  const bool is_usual = family_of_context(signature.cross_attention_dim) == signature.family;
  if (signature.cross_attention_dim > 0 && !is_usual)
    text += fmt::format(", text states of {}", signature.cross_attention_dim);
  return text;
}

}  // namespace heddle::weights
