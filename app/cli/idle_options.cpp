#include "idle_options.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "base/printable.h"
#include "weights/embedding_file.h"

namespace heddle::cli {

namespace {

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// The words that an embedding answers to; empty where its file cannot be read, which its node says.
std::vector<std::string> words_of_embedding(const std::string& option) {
  const auto [file, word] = embedding_word(option);
  if (!word.empty()) return {word};
  const auto embedding = weights::open_embedding(file);
  if (!embedding) return {};
  std::vector<std::string> words = weights::words_of(*embedding);
  words.push_back(embedding->path.stem().string());
  std::erase_if(words, [](const std::string& one) { return one.size() < 2; });  // A1111's "*" is no word
  return words;
}

}  // namespace

std::vector<graph::NodeNote> idle_options(const GenerateOptions& options, const std::set<std::string>& given) {
  std::vector<graph::NodeNote> notes;
  const auto idle = [&](std::string_view name, Note said) {
    if (given.contains(std::string(name))) notes.push_back({{}, std::move(said)});
  };
  const bool has_control = !options.controls.empty() || !options.t2i_adapters.empty();
  for (const std::string_view name : {"--fit", "--negative-image", "--save-encoder-input"}) {
    if (options.adapters.empty())
      idle(name, note("generate.no_image", "{} has no effect: there is no reference picture (--image)", name));
  }
  for (const std::string_view name : {"--control-mode", "--control-fit"}) {
    const bool is_of_reference = name == "--control-fit" && !options.references.empty();
    if (!has_control && !is_of_reference)
      idle(name, note("generate.no_control", "{} has no effect: there is no control (--control, --t2i)", name));
  }
  for (const std::string_view name : {"--reference-mode", "--reference-fidelity"}) {
    if (options.references.empty())
      idle(name, note("generate.no_reference", "{} has no effect: there is no picture (--reference-only)", name));
  }
  const std::string prompts = lower_case(options.prompt + "\n" + options.negative);
  for (const std::string& option : options.embeddings) {
    const std::vector<std::string> words = words_of_embedding(option);
    const auto is_used = [&](const std::string& word) { return prompts.find(lower_case(word)) != std::string::npos; };
    if (words.empty() || std::ranges::any_of(words, is_used)) continue;
    notes.push_back({{},
                     note("generate.embedding_unused", "--embedding {} has no effect: neither prompt has its word '{}'",
                          printable(option), printable(words.front()))});
  }
  return notes;
}

}  // namespace heddle::cli
