// PortType: the type of a port: a kind ("image_encoder"), and where it matters the family it belongs to ("vit_h"), so
// that an adapter for one encoder is not wired to another. Used by node specs and validation. Plain values.
#pragma once

#include <string>

namespace heddle::graph {

struct PortType {
  std::string id;
  std::string family = {};  // empty: any family, or not known before the file is read

  [[nodiscard]] PortType of(std::string family_name) const { return {id, std::move(family_name)}; }
  bool operator==(const PortType&) const = default;
};

// Whether a wire may run from `output` to `input`: the same kind, and no two different families. A whole number also
// fits a real number, and any number or whole number fits a lane.
bool accepts(const PortType& input, const PortType& output);

// For messages: "image encoder (vit_h)".
std::string describe(const PortType& type);

// The kinds that the nodes of this program use. A kind is an open set: a node may bring its own.
namespace port {
inline const PortType model{"model"};  // a diffusion network with its family's facts
inline const PortType text_encoder{"text_encoder"};
inline const PortType image_encoder{"image_encoder"};
inline const PortType vae{"vae"};
inline const PortType conditioning{"conditioning"};    // an encoded text
inline const PortType adapter{"adapter"};              // an IP-Adapter's weights
inline const PortType image_prompt{"image_prompt"};    // encoded reference pictures with their adapter and strengths
inline const PortType control_net{"control_net"};      // a ControlNet's weights
inline const PortType t2i_adapter{"t2i_adapter"};      // a T2I-Adapter's weights
inline const PortType style_adapter{"style_adapter"};  // a style adapter's weights
inline const PortType coadapter{"coadapter"};          // weights of a CoAdapter's fuser
inline const PortType co_condition{"co_condition"};    // a map or a style for a CoAdapter
inline const PortType uni_control{"uni_control"};      // a Uni-ControlNet's weights
inline const PortType control{"control"};              // a ControlNet or T2I-Adapter with its map
inline const PortType lora{"lora"};
inline const PortType noise{"noise"};
inline const PortType latent{"latent"};
inline const PortType image{"image"};
inline const PortType mask{"mask"};
inline const PortType any{"any"};
// Values that parameters take; they cross as engine values that hold a ParamValue.
inline const PortType integer{"integer"};
inline const PortType number{"number"};
inline const PortType seed{"seed"};
inline const PortType boolean{"boolean"};
inline const PortType text{"text"};
inline const PortType lane{"lane"};
}  // namespace port

}  // namespace heddle::graph
