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

// Of `heddle inpaint`.
void add_inpaint_notes(const GenerateOptions& options, const std::set<std::string>& given,
                       std::vector<graph::NodeNote>& notes) {
  const InpaintOptions& o = *options.inpaint;
  const auto add = [&](std::string_view name, bool is_idle, std::string_view why) {
    if (is_idle && given.contains(std::string(name)))
      notes.push_back({{}, note("inpaint.no_effect", "{} has no effect: {}", name, why)});
  };
  add("--size", !o.only_masked, "the picture is worked on as a whole; --only-masked works on the mask's box");
  add("--no-surroundings", !options.prompt.empty() || !options.adapters.empty(),
      "words or a reference lead the repaint");
  for (const std::string_view name : {"--invert", "--grow"}) add(name, o.mask.empty(), "there is no mask (--mask)");
  add("--fill", options.strength.value_or(0) >= 1, "strength 1 forgets what stands in the hole");
  const bool has_leader = !options.prompt.empty() || !options.adapters.empty() || is_led_by_surroundings(options);
  if (!has_leader && o.surroundings)
    notes.push_back(
        {{},
         note("inpaint.unled",
              "nothing leads the repaint: there are no words, no reference, and no IP-Adapter (--adapter) that "
              "could take the surroundings for one")});
}

}  // namespace

std::vector<graph::NodeNote> idle_options(const GenerateOptions& options, const std::set<std::string>& given) {
  std::vector<graph::NodeNote> notes;
  if (options.inpaint) add_inpaint_notes(options, given, notes);
  const auto idle = [&](std::string_view name, Note said) {
    if (given.contains(std::string(name))) notes.push_back({{}, std::move(said)});
  };
  const bool has_control = !options.controls.empty() || !options.t2i_adapters.empty();
  for (const std::string_view name : {"--fit", "--negative-image", "--save-encoder-input"}) {
    if (options.adapters.empty() && !is_led_by_surroundings(options))
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
  if (!has_control)
    idle("--annotate",
         note("generate.no_map", "{} has no effect: there is no control (--control, --t2i)", "--annotate"));
  if (!given.contains("--annotate") || !has_control)
    idle("--save-maps", note("generate.no_map", "{} has no effect: no map is made (--annotate)", "--save-maps"));
  for (const std::string_view name :
       {"--uni-map", "--uni-image", "--uni-encoder", "--uni-strength", "--uni-image-strength"}) {
    if (options.uni.empty())
      idle(name, note("generate.no_uni", "{} has no effect: there is no Uni-ControlNet (--uni)", name));
  }
  for (const std::string_view name : {"--uni-encoder", "--uni-image-strength"}) {
    if (!options.uni.empty() && options.uni_image.empty())
      idle(name, note("generate.no_uni", "{} has no effect: there is no picture (--uni-image)", name));
  }
  if (options.styles.empty() && options.t2i_adapters.empty() && !options.coadapter.empty())
    idle("--coadapter",
         note("generate.no_condition", "{} has no effect: there is nothing to weigh (--t2i, --style)", "--coadapter"));
  if (options.styles.empty())
    idle("--style-encoder",
         note("generate.no_style", "{} has no effect: there is no style (--style)", "--style-encoder"));
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
