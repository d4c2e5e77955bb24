#include "weights/part.h"

namespace heddle::weights {

std::string_view to_string(PartName name) {
  switch (name) {
    case PartName::unet: return "unet";
    case PartName::vae: return "vae";
    case PartName::text_encoder: return "text_encoder";
    case PartName::text_encoder_2: return "text_encoder_2";
    case PartName::image_encoder: return "image_encoder";
    case PartName::vae_tiny: return "vae_tiny";
    case PartName::controlnet: return "controlnet";
    case PartName::t2i_adapter: return "t2i_adapter";
    case PartName::style_adapter: return "style_adapter";
    case PartName::coadapter_fuser: return "coadapter_fuser";
    case PartName::uni_control: return "uni_control";
  }
  return "";
}

}  // namespace heddle::weights
