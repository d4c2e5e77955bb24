// RunControl: cancellation and progress of long work. Used by every long task, which receives it by reference and polls
// `cancelled()` between steps and blocks. Thread rule: all calls may come from any thread; the sink sets the rest.
#pragma once

#include <exception>
#include <optional>
#include <string_view>

namespace heddle {

namespace image {
class Image;
}

// Thrown by tensor code when a run is cancelled between two blocks of a network; the denoising loop and the executor
// turn it into a result.
struct CancelledException final : std::exception {
  [[nodiscard]] const char* what() const noexcept override { return "cancelled"; }
};

class RunControl final {
 public:
  // The receiving end: the executor, the command line's progress bar, a test.
  class Sink {
   public:
    virtual ~Sink() = default;
    virtual bool cancelled() = 0;
    virtual void report(double fraction, std::string_view text) = 0;
    virtual void preview(const image::Image& image) = 0;
    // The seconds to leave between two previews, since a few a second are enough; nothing: none is shown.
    virtual std::optional<double> preview_pause() { return std::nullopt; }
  };

  explicit RunControl(Sink& sink) : sink_(&sink) {}

  // Never cancelled; reports are dropped.
  static RunControl none() { return RunControl(); }

  [[nodiscard]] bool cancelled() const { return sink_ != nullptr && sink_->cancelled(); }

  // fraction in [0, 1] of this control's own span.
  void report(double fraction, std::string_view text) const {
    if (sink_ != nullptr) sink_->report(offset_ + length_ * fraction, text);
  }
  void preview(const image::Image& image) const {
    if (sink_ != nullptr) sink_->preview(image);
  }
  [[nodiscard]] std::optional<double> preview_pause() const {
    return sink_ != nullptr ? sink_->preview_pause() : std::nullopt;
  }

  // The part of the span that a sub-task fills: offset and length in [0, 1] of this control's span.
  [[nodiscard]] RunControl sub(double offset, double length) const {
    RunControl part = *this;
    part.offset_ = offset_ + length_ * offset;
    part.length_ = length_ * length;
    return part;
  }

 private:
  RunControl() = default;

  Sink* sink_ = nullptr;
  double offset_ = 0;
  double length_ = 1;
};

}  // namespace heddle
