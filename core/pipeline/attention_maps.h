// AttentionMaps: what each place of a picture looked at while it was made: which words, which tokens of each reference,
// and how much of what cross-attention gave came from each. Used by sample(), whose AttentionRecorder
// records them, and by the attention nodes. Thread rule: maps are immutable once recorded; a recorder belongs to one
// run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "graph/port_type.h"
#include "nn/attention_probe.h"

namespace heddle::pipeline {

using at::Tensor;

inline const graph::PortType attention_port{"attention"};  // of nodes that give or take AttentionMaps

// One layer in one call of the network; fp32 on the CPU, a mean over the heads.
struct AttentionRecord {
  int step = 0;
  std::size_t layer = 0;
  std::int64_t height = 0, width = 0;  // its grid
  Tensor words;                        // (pictures, height * width, tokens): sums to 1 over the tokens
  std::vector<Tensor> references;      // likewise of each reference's tokens; undefined: it did not act there
  Tensor shares;                       // (pictures, height * width, 1 + references): the text's and each reference's
                                       // part of the output, by length; sums to 1
};

struct AttentionMaps {
  std::int64_t height = 0, width = 0;  // of the latents
  int steps = 0;
  std::vector<std::string> layers;  // their names, as lanes order them
  std::vector<std::string> tokens;  // "ball"; of the start, the end and padding "<start>", "<end>"
  std::size_t references = 0;
  std::vector<AttentionRecord> records = {};
  [[nodiscard]] std::size_t bytes() const;
};

enum class AttentionKind { words, reference, shares };

// Which records a mean is over.
struct AttentionChoice {
  AttentionKind kind = AttentionKind::words;
  std::size_t reference = 0;       // for AttentionKind::reference
  std::string layers = {};         // a part of their names: "down", "mid"; empty: all
  int first_step = 0, steps = -1;  // -1: to the last
  std::int64_t image = 0;
};

// The mean over the chosen layers and steps, each layer's map brought to the latents' grid: (height, width, tokens, or
// 1 + references). Failure: nothing is chosen by it.
Result<Tensor> mean_map(const AttentionMaps& maps, const AttentionChoice& choice);

// The token's text without the marks of the vocabulary: "ball</w>" is "ball".
std::string shown_token(const std::string& token);

// The places of tokens that belong to a word, one or more in a row: "mushroom" may be "mush" "room". Capitals do not
// count.
std::vector<std::int64_t> tokens_of_word(const AttentionMaps& maps, const std::string& word);

inline constexpr std::size_t kNoReference = static_cast<std::size_t>(-1);  // an image prompt that a control brought

class AttentionRecorder final : public nn::AttentionProbe {
 public:
  // `maps`: all but the records.
  explicit AttentionRecorder(AttentionMaps maps) : maps_(std::move(maps)) {}

  // Before a call of the network: the rows to look at, and which reference each image prompt is.
  void begin_call(int step, std::int64_t first_row, std::int64_t rows, std::vector<std::size_t> references);
  void see(const Tensor& query, const nn::KeyValue& text, std::span<const nn::ImagePromptTerm> prompts,
           std::int64_t heads, const std::vector<Tensor>& parts) override;
  [[nodiscard]] AttentionMaps take() { return std::move(maps_); }

 private:
  AttentionMaps maps_;
  int step_ = 0;
  std::int64_t first_row_ = 0, rows_ = 0;
  std::vector<std::size_t> references_;
  std::size_t layer_ = 0;
};

}  // namespace heddle::pipeline
