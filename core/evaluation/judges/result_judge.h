// ResultJudge: how like its references a picture is (CLIP-I) and how true to its words (CLIP-T), for one picture at a
// time. What it saw of a reference or read of words it remembers. Used by sheets, comparisons and the engine. One
// thread at a time.
#pragma once

#include <list>
#include <optional>
#include <string>
#include <vector>

#include "evaluation/judges/clip_judge.h"

namespace heddle::evaluation {

struct ResultScores {
  std::vector<double> clip_i;    // cosine to each reference, in their order
  std::optional<double> clip_t;  // cosine to the words; none: there are no words
};

class ResultJudge final {
 public:
  explicit ResultJudge(ClipJudge judge) : judge_(std::move(judge)) {}

  // `references`: files. `words`: a prompt as written; weights, tags and comments are no words. Failure: a reference
  // cannot be read.
  Result<ResultScores> score(const image::Image& image, const std::vector<std::string>& references,
                             const std::string& words);

 private:
  struct Seen {
    std::string name;  // of a file its identity, of words the words
    at::Tensor row;    // (1, dim), of length 1
  };
  Result<at::Tensor> reference(const std::string& file);
  at::Tensor words(const std::string& text);
  const at::Tensor* remembered(const std::string& name);
  const at::Tensor& remember(std::string name, at::Tensor row);

  ClipJudge judge_;
  std::list<Seen> newest_first_;
};

// The text of a prompt without weights, tags, comments and changes on the way: its first step's words.
[[nodiscard]] std::string plain_words(const std::string& prompt);

}  // namespace heddle::evaluation
