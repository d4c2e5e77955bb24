#include "pipeline/text_plan.h"

#include <map>
#include <string>

namespace heddle::pipeline {

namespace {

// Encodes each text once.
class Texts final {
 public:
  explicit Texts(TextPlan& plan) : plan_(plan) {}

  std::size_t add(const at::Tensor& states) {
    plan_.texts.push_back(states);
    return plan_.texts.size() - 1;
  }

  Result<std::size_t> add(const TextProgram& program, const std::string& text) {
    if (const auto known = places_.find({&program, text}); known != places_.end()) return known->second;
    auto encoded = program.encode(text);
    if (!encoded) return forward(encoded);
    for (const Note& note : encoded->notes) {
      const auto is_told = [&](const std::vector<Note>& notes) {
        return std::ranges::find(notes, note) != notes.end();
      };
      if (!is_told(program.told) && !is_told(plan_.notes)) plan_.notes.push_back(note);
    }
    return places_[{&program, text}] = add(encoded->states);
  }

  // The place of the text that leads each of `run` steps.
  Result<std::vector<std::size_t>> add(const TextProgram& program, const text::PromptSchedule& schedule, int asked,
                                       int run) {
    const auto texts = schedule.texts(asked);
    std::vector<std::size_t> places;
    for (int step = 0; step < std::max(run, 1); ++step) {
      const auto leads =
          std::ranges::find_if(texts, [&](const text::ScheduledText& one) { return step <= one.last_step; });
      auto place = add(program, leads == texts.end() ? texts.front().text : leads->text);
      if (!place) return forward(place);
      places.push_back(*place);
    }
    return places;
  }

 private:
  TextPlan& plan_;
  std::map<std::pair<const TextProgram*, std::string>, std::size_t> places_;
};

void note_never(const text::PromptSchedule& schedule, int asked, std::vector<Note>& notes) {
  for (const std::string& piece : schedule.never(asked)) {
    notes.push_back(note("prompt.never_comes",
                         "'{}' stays as it begins: its number is beyond the last of {} steps; with a dot it is a "
                         "share of the steps (0.5), and a weight is written in round brackets (word:1.3)",
                         piece, asked));
  }
}

Result<void> add_positive(const Conditioning& positive, int asked, int run, Texts& texts, TextPlan& plan) {
  if (positive.program == nullptr) {
    const std::size_t place = texts.add(positive.states);
    for (TextPlan::Step& step : plan.steps) step.positive = {{place, 1}};
    return {};
  }
  for (const text::WeightedPrompt& prompt : positive.program->prompts) {
    auto places = texts.add(*positive.program, prompt.schedule, asked, run);
    if (!places) return forward(places);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) plan.steps[i].positive.push_back({(*places)[i], prompt.weight});
    note_never(prompt.schedule, asked, plan.notes);
  }
  return {};
}

Result<void> add_negative(const Conditioning& negative, int asked, int run, Texts& texts, TextPlan& plan) {
  if (negative.program == nullptr) {
    const std::size_t place = texts.add(negative.states);
    for (TextPlan::Step& step : plan.steps) step.negative = place;
    return {};
  }
  const TextProgram& program = *negative.program;
  auto places = texts.add(program, program.whole, asked, run);
  if (!places) return forward(places);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) plan.steps[i].negative = (*places)[i];
  note_never(program.whole, asked, plan.notes);
  if (program.prompts.size() > 1 || program.prompts.front().weight != 1) {
    plan.notes.push_back(note("prompt.and_in_negative",
                              "AND, and a weight behind the last ':', are words in a negative prompt, as in A1111"));
  }
  return {};
}

}  // namespace

std::size_t TextPlan::most_parts() const {
  std::size_t most = 1;
  for (const Step& step : steps) most = std::max(most, step.positive.size());
  return most;
}

Result<TextPlan> plan_text(const Conditioning& positive, const Conditioning* negative, int asked, int run) {
  TextPlan plan;
  plan.empty = positive.empty;
  const bool changes = positive.program != nullptr || (negative != nullptr && negative->program != nullptr);
  plan.steps.resize(changes ? static_cast<std::size_t>(std::max(run, 1)) : 1);
  Texts texts(plan);
  if (auto added = add_positive(positive, asked, run, texts, plan); !added) return forward(added);
  const Conditioning empty{positive.empty, positive.empty, nullptr};
  if (auto added = add_negative(negative == nullptr ? empty : *negative, asked, run, texts, plan); !added)
    return forward(added);
  return plan;
}

}  // namespace heddle::pipeline
