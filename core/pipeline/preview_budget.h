// PreviewBudget: decides after each step of a run whether to show its image and by which decoder, so that previews take
// at most a tenth of the run's time. It measures the cost of steps and previews as they are made. Used by the sampler.
// Thread rule: one thread at a time. The clock is the caller's.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace heddle::pipeline {

enum class PreviewWay {
  tiny,  // a decoder made for previews
  map,   // a linear map from latents to RGB, enlarged
  whole  // the model's own VAE
};

class PreviewBudget final {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  using Seconds = std::chrono::duration<double>;

  static constexpr double kShare = 0.1;  // of the time of steps and previews together

  // `ways`: what the model has, the preferred first; empty: nothing is ever shown. `pause`: the least time between two
  // previews of one value, since faster ones cannot be seen.
  PreviewBudget(std::vector<PreviewWay> ways, Seconds pause, Clock clock);

  // Around each step; time between steps (a paused run) is not counted.
  void begin_step();
  // The way to show the step that ends here, or nothing. The first preview of a run, and the first step that carries a
  // new value, are always shown: the user waits for them. The last step never is: the real decode follows at once.
  [[nodiscard]] std::optional<PreviewWay> end_step(bool has_new_value, bool is_last);
  // The preview that end_step asked for is made and sent.
  void end_preview();

  [[nodiscard]] Seconds spent() const { return spent_; }      // on previews
  [[nodiscard]] Seconds stepped() const { return stepped_; }  // on steps

 private:
  struct Cost {
    Seconds newest{0};
    int times = 0;
  };
  [[nodiscard]] PreviewWay way() const;
  [[nodiscard]] Seconds expected(PreviewWay way) const;

  std::vector<PreviewWay> ways_;
  Seconds pause_;
  Clock clock_;
  std::chrono::steady_clock::time_point begun_, shown_;
  PreviewWay making_ = PreviewWay::map;
  std::map<PreviewWay, Cost> costs_;
  Seconds step_{0}, stepped_{0}, spent_{0};
  bool is_owed_ = true;  // a value that has not been shown yet
};

}  // namespace heddle::pipeline
