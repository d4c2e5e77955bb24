// Builds the graph that `heddle generate` runs from its options, so that it runs as in `render` and the window. Used by
// generate and tests. Pure functions.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/graph.h"

namespace heddle::cli {

// One --adapter with the --image and --scale that follow it.
struct AdapterUse {
  std::string adapter;              // empty: Bobbin's
  std::string image_encoder;        // empty: the one beside the adapter or the model
  std::vector<std::string> images;  // "FILE" or "FILE:weight"
  std::optional<graph::Lane> scale;
};

// One --control or --t2i: a network, its map, and when it acts.
struct ControlUse {
  std::string network, map;
  std::string annotator = {};               // makes the map of the image; empty: it is one
  double strength = 1, start = 0, end = 1;  // shares of the run
};

// What `heddle inpaint` adds: the words of the node inpaint.prepare, and those of inpaint.finish.
struct InpaintOptions {
  std::string image, mask;  // empty mask: new sides alone
  std::string fill = "unchanged";
  bool invert = false, match = false;
  int grow = 0, feather = 4;
  std::optional<int> only_masked;  // margin in pixels
  int size = 0, left = 0, top = 0, right = 0, bottom = 0;
  std::string inpainting_model, inpainting_base;  // makes the model a repainting one; both or none
  bool surroundings = true;                       // they are the reference where there are no words and no other one
};

struct GenerateOptions {
  std::string model = "bobbin";
  std::string vae, text_encoder;
  std::string prediction = "auto", zero_terminal_snr = "auto";  // the model node's words
  std::string prompt, negative;
  std::vector<std::string> loras;       // "FILE" or "FILE:weight", merged in this order
  std::vector<std::string> embeddings;  // FILE or FILE:WORD
  std::vector<AdapterUse> adapters;
  std::vector<std::string> controls;      // "FILE=IMAGE[:strength[:start[:end]]]"
  std::vector<std::string> t2i_adapters;  // "FILE=IMAGE[:strength[:end]]"
  // Which annotator makes the map of each control and of each T2I-Adapter from its image: "canny"; empty: it is a map.
  std::vector<std::string> control_annotators, t2i_annotators;
  std::filesystem::path save_maps;    // a folder for the maps that annotators make; empty: they are not kept
  std::string uni;                    // a Uni-ControlNet
  std::vector<std::string> uni_maps;  // "KIND=IMAGE": "canny=edges.png"
  std::string uni_image;              // for its tokens; empty: none
  std::string uni_encoder;            // empty: the one beside it or the model
  double uni_strength = 1, uni_image_strength = 1;
  std::string coadapter;                // the fuser that T2I-Adapters and styles go through together; empty: none
  std::vector<std::string> styles;      // "FILE=IMAGE[:strength[:end]]"
  std::string style_encoder;            // empty: the one beside the style adapter or the model
  std::vector<std::string> references;  // "IMAGE[:strength]" for the network itself to look at
  std::string reference_mode = "attention";
  double reference_fidelity = 0.5;
  std::string control_mode = "balanced", control_fit = "crop";
  std::string negative_image;  // FILE, or official, zeros, black
  std::string fit = "crop";
  std::string sampler = "auto", schedule = "auto";
  int steps = 20, width = 0, height = 0, count = 1, clip_skip = 1;
  double guidance = 7.5, guidance_rescale = 0, eta = 0;
  std::optional<double> strength;  // none: 0.6 with an init_image, else 1
  std::uint64_t seed = 0;
  std::string strength_rule = "diffusers", mask_blend = "after_step";
  bool grey_mask = false;
  std::string init_image, mask, latents;
  std::optional<InpaintOptions> inpaint;
  std::filesystem::path output = "heddle.png";
  std::filesystem::path save_latents, save_encoder_input;
  std::filesystem::path attention_maps;  // a folder for what each place looked at; empty: it is not kept
};

struct GenerateGraph {
  graph::Graph graph;
  std::map<graph::NodeId, std::filesystem::path> output_paths;  // of the saving nodes
};

// Whether the surroundings of a repaint lead it, because nothing else does.
[[nodiscard]] bool is_led_by_surroundings(const GenerateOptions& options);

// Failure: options that contradict each other (an image without an adapter for a model that is not Bobbin, …).
Result<GenerateGraph> build_graph(const GenerateOptions& options);

// The file and the word of an --embedding: "toys.safetensors:<ball>". A file of the whole name goes first; no word: all
// of it.
std::pair<std::string, std::string> embedding_word(const std::string& text);

// "0.6", 16 comma-separated numbers (layers in the order down, mid, up), or "@FILE" with a JSON lane.
Result<graph::Lane> parse_scale(const std::string& text);

// "FILE=IMAGE[:strength[:start[:end]]]"; the first '=' behind which something follows parts the two names. Failure: no
// '=', or numbers out of range.
Result<ControlUse> parse_control(const std::string& text);
// "FILE=IMAGE[:strength[:end]]", as parse_control: a T2I-Adapter acts from the beginning.
Result<ControlUse> parse_t2i(const std::string& text, std::string_view option = "--t2i");

}  // namespace heddle::cli
