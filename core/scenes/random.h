// Dice: the scene generator's random numbers (splitmix64, Steele et al. 2014), the same on every machine. Used by
// everything that samples a scene or draws its nuisances. A value: each thread or purpose has its own.
#pragma once

#include <cstdint>

namespace heddle::scenes {

[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

class Dice final {
 public:
  explicit constexpr Dice(std::uint64_t seed, std::uint64_t stream = 0)
      : state_(mixed(seed + 0x9e3779b97f4a7c15ULL) ^ mixed(stream * 0xd1342543de82ef95ULL + 0x632be59bd9b4e019ULL)) {}

  constexpr std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mixed(state_);
  }
  // In [0, 1), a multiple of 2^-24, so that it is exact in float.
  constexpr float unit() { return static_cast<float>(next() >> 40) * 0x1p-24F; }
  constexpr float between(float low, float high) { return low + (high - low) * unit(); }
  // In [0, count). The bias of the multiply-shift is below count / 2^32.
  constexpr int below(int count) {
    return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(count)) >> 32);
  }
  constexpr bool chance(float probability) { return unit() < probability; }
  constexpr float sign() { return (next() >> 63) != 0 ? 1.0F : -1.0F; }

 private:
  std::uint64_t state_;
};

}  // namespace heddle::scenes
