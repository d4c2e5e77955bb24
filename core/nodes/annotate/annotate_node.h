// What the annotator nodes share: an input picture, the resolution at which its map is made, the map as output, and the
// sentences about pictures that give no good map. Used by the nodes of this folder. Any thread.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "imaging/resolution.h"
#include "nodes/node_context.h"

namespace heddle::nodes {

using Say = std::function<void(const std::string&)>;  // makes a note for the user
using MapFunction = std::function<image::Image(const image::Image& rgb, const graph::Params& params, const Say& say)>;

// What a map needs before the pictures are looked at: gives the function that makes it, which may set outputs of its
// own.
using OpenMap = std::function<Result<MapFunction>(const graph::Params& params, const RunControl& control,
                                                  engine::Outputs& outputs)>;

struct AnnotatorNode {
  graph::NodeSpec spec;  // from annotator_spec, with the node's own parameters
  MapFunction map = {};
  OpenMap open = {};                                                       // in place of `map`, once a run
  std::function<Result<std::string>(const graph::Params&)> identity = {};  // of the files that it reads
  imaging::Padding padding = imaging::Padding::to_64;
  std::vector<std::pair<std::string, graph::PortType>> more_outputs = {};  // behind the image
  std::int64_t resolution = 512;                                           // at first; 0: the picture's own size
  bool clear_is_black = false;  // what is transparent counts as black (far away, for depth), else as white
  std::string when_black = {};  // what to change where the map is all black; empty: black is a map like others
};

// Group, help, and the picture's port.
graph::NodeSpec annotator_spec(std::string type, std::string title, std::string help);

// A parameter whose change makes a new map at once.
graph::ParamSpec map_number(std::string name, double initial, std::string label);
graph::ParamSpec map_integer(std::string name, std::int64_t initial, std::string label);
graph::ParamSpec map_switch(std::string name, bool initial, std::string label);

// Registers the node with the parameter `resolution` behind its own.
void add_annotator(NodeRegistration& setup, AnnotatorNode node);

}  // namespace heddle::nodes
