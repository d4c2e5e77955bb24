// TextPlan: which texts lead a run at each step, and how strongly. Used by plan_sampling() and the conditioned UNet.
// A value; any thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/note.h"
#include "pipeline/values.h"

namespace heddle::pipeline {

struct TextPart {
  std::size_t text = 0;  // place in TextPlan::texts
  double weight = 1;
  bool operator==(const TextPart&) const = default;
};

struct TextPlan {
  struct Step {
    std::vector<TextPart> positive;  // never empty; several for a prompt with AND
    std::size_t negative = 0;        // place in texts
    bool operator==(const Step&) const = default;
  };

  std::vector<at::Tensor> texts;  // (1, 77 * chunks, dim) each, every one once
  at::Tensor empty;               // (1, 77, dim): an empty chunk, to bring texts to one length
  std::vector<Step> steps;
  std::vector<Note> notes;

  // A step beyond the last is as the last.
  [[nodiscard]] const Step& at(int step) const {
    return steps[std::min(static_cast<std::size_t>(step), steps.size() - 1)];
  }
  [[nodiscard]] std::size_t most_parts() const;
};

// `asked`: the steps that a whole run would have, which `when` counts; `run`: those that it has, fewer where it starts
// from a picture. As in A1111, whose steps count from 0 here, a text that is last at step n leads n + 1 steps. Texts
// that only some steps use are encoded now. `negative` null: the empty text. Failure: as encode_text().
Result<TextPlan> plan_text(const Conditioning& positive, const Conditioning* negative, int asked, int run);

}  // namespace heddle::pipeline
