// The graph of one repaint: model and sampler of the document, picture and mask of the canvas. Used by the Paint
// workspace. Thread rule: pure function.
#pragma once

#include <QString>
#include <string>

#include "graph/graph.h"

namespace heddle::paint {

struct RepaintSettings {
  QString image, mask, reference;  // values of a file parameter, "hash:…"; an empty reference: none
  QString scaleMask;               // where and how much the reference's λ acts; empty: everywhere
  QString controlMask;             // where the structure acts; empty: everywhere
  QString words;
  double strength = 0.75, scale = 0.6;
  int feather = 8, grow = 0, margin = 32;
  bool onlyMasked = false, matchColours = false;
  bool isGrey = true;              // the mask's grey says how much; else it is cut at one half
  bool followsStructure = false;   // of the image, by hasStructure's ControlNet
  std::string fill = "unchanged";  // of the node inpaint.prepare
  std::uint64_t seed = 0;
};

// Whether there is a ControlNet for a repaint to follow: the document's first with an annotator before it, or, where
// the model is Bobbin, its own for edges.
[[nodiscard]] bool hasStructure(const graph::Graph& document);

// Model, adapter, encoder and the sampler's settings are those of the document's first such nodes, else Bobbin's.
// Without words and reference the surroundings lead at 0.5 from 20 % to 80 % of the steps. Node ids are far above a
// document's, so that the states of this run belong to none of its nodes.
[[nodiscard]] graph::Graph repaintGraph(const graph::Graph& document, const RepaintSettings& settings);

}  // namespace heddle::paint
