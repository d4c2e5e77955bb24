// Options of a text encoder's caller: which hidden states it reads and how it applies the weights of words. Used by the
// text encoder's nodes and the command line. Plain values: any thread.
#pragma once

namespace heddle::text {

// How many of the text encoder's last layers are left out. The final layer norm is applied in every case.
// A1111 counts from one ("Clip skip 1" uses the last layer), diffusers from zero (clip_skip=1 leaves out one layer).
class ClipSkip final {
 public:
  constexpr ClipSkip() = default;
  static constexpr ClipSkip from_a1111(int clip_skip) { return ClipSkip(clip_skip < 1 ? 0 : clip_skip - 1); }
  static constexpr ClipSkip from_diffusers(int clip_skip) { return ClipSkip(clip_skip < 0 ? 0 : clip_skip); }

  [[nodiscard]] constexpr int layers_left_out() const { return layers_left_out_; }
  [[nodiscard]] constexpr int a1111() const { return layers_left_out_ + 1; }
  [[nodiscard]] constexpr int diffusers() const { return layers_left_out_; }
  constexpr bool operator==(const ClipSkip&) const = default;

 private:
  explicit constexpr ClipSkip(int layers_left_out) : layers_left_out_(layers_left_out) {}

  int layers_left_out_ = 0;
};

// What a weight does to the hidden state of its token. A1111's names.
enum class Emphasis {
  original,  // multiplied, then all of the prompt's states scaled so that their mean is what it was before
  no_norm,   // multiplied
  ignore,    // weights are read and not applied
};

}  // namespace heddle::text
