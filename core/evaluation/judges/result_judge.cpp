#include "evaluation/judges/result_judge.h"

#include <algorithm>
#include <filesystem>
#include <span>

#include "evaluation/scores/clip_scores.h"
#include "image/read_image.h"
#include "text/prompt_reading.h"
#include "text/prompt_syntax.h"

namespace heddle::evaluation {

namespace {

constexpr std::size_t kRemembered = 256;  // rows of some kilobytes

double cosine(const at::Tensor& a, const at::Tensor& b) { return cosines(a, b)[0].item<double>(); }

// Another file under the same name is another reference.
std::string identity_of_reference(const std::string& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  const auto changed = std::filesystem::last_write_time(file, error);
  return fmt::format("file {} {} {}", file, size, changed.time_since_epoch().count());
}

}  // namespace

std::string plain_words(const std::string& prompt) {
  const text::ReadPrompt read = text::read_prompt(prompt);
  std::string words;
  for (const text::WeightedPrompt& part : read.prompts) {
    const auto texts = part.schedule.texts(1);
    const text::ParsedPrompt parsed = text::parse_prompt(texts.empty() ? std::string() : texts.front().text);
    for (const text::PromptPart& piece : parsed.parts) {
      words += piece.is_break ? " " : piece.text;
    }
    words += " ";
  }
  std::string spaced;  // one space where there were several, since tags leave theirs
  for (const char c : words) {
    const bool is_space = c == ' ' || c == '\n' || c == '\t';
    if (!is_space) {
      spaced += c;
    } else if (!spaced.empty() && spaced.back() != ' ') {
      spaced += ' ';
    }
  }
  if (spaced.ends_with(' ')) spaced.pop_back();
  return spaced;
}

const at::Tensor* ResultJudge::remembered(const std::string& name) {
  const auto found = std::ranges::find(newest_first_, name, &Seen::name);
  if (found == newest_first_.end()) return nullptr;
  newest_first_.splice(newest_first_.begin(), newest_first_, found);
  return &newest_first_.front().row;
}

const at::Tensor& ResultJudge::remember(std::string name, at::Tensor row) {
  newest_first_.push_front({std::move(name), std::move(row)});
  if (newest_first_.size() > kRemembered) newest_first_.pop_back();
  return newest_first_.front().row;
}

Result<at::Tensor> ResultJudge::reference(const std::string& file) {
  const std::string name = identity_of_reference(file);
  if (const at::Tensor* row = remembered(name)) return *row;
  auto image = image::read_image(file);
  if (!image) return forward(image);
  return remember(name, judge_.see(std::span(&*image, 1)));
}

at::Tensor ResultJudge::words(const std::string& text) {
  const std::string name = "words " + text;
  if (const at::Tensor* row = remembered(name)) return *row;
  return remember(name, judge_.read(std::span(&text, 1)));
}

Result<ResultScores> ResultJudge::score(const image::Image& image, const std::vector<std::string>& references,
                                        const std::string& prompt) {
  ResultScores scores;
  const at::Tensor seen = judge_.see(std::span(&image, 1));
  for (const std::string& file : references) {
    auto row = reference(file);
    if (!row) return forward(row);
    scores.clip_i.push_back(cosine(seen, *row));
  }
  const std::string text = plain_words(prompt);
  if (!text.empty()) scores.clip_t = cosine(seen, words(text));
  return scores;
}

}  // namespace heddle::evaluation
