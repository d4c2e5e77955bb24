// The panes of a comparison from the document: which parameters can vary, and the graph of each pane. Used by the
// Compare workspace. Pure functions, window thread.
#pragma once

#include <QString>
#include <vector>

#include "base/result.h"
#include "document/document.h"
#include "session/comparison.h"

namespace heddle::ui {

inline constexpr std::size_t kComparePanesMost = 16;

// One parameter that can vary, or the words of all prompts.
struct CompareChoice {
  QString name;         // as an axis is named: "8.guidance", "replace"
  QString title;        // "Guidance · Sampler"
  QString short_title;  // "Guidance"
  QString example;      // values that fit: "3, 5, 7"
};

// Those that are usually compared first.
[[nodiscard]] std::vector<CompareChoice> compareChoices(const document::Document& document);

struct CompareAxisText {
  CompareChoice choice;
  QString values;
};

struct ComparePlan {
  std::vector<session::ComparisonRequest> panes;
  int columns = 0;  // 0: as it fits
};

// Failure, in the user's words: no values, values that the parameter does not take, fewer than 2 or more than 16 panes,
// a graph that has no picture.
[[nodiscard]] Result<ComparePlan> planComparison(const document::Document& document,
                                                 const std::vector<CompareAxisText>& axes);

// Writes what a pane has otherwise than the document into it, as one entry of the undo stack.
void keepPane(document::Document& document, const graph::Graph& pane);

}  // namespace heddle::ui
