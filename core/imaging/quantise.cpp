#include "imaging/quantise.h"

#include <algorithm>
#include <array>

#include "image/convert.h"

namespace heddle::imaging {

namespace {

constexpr int kRounds = 4;

// All pixels of one colour of 5 bits a channel.
struct Bin {
  std::uint64_t count = 0;
  std::array<std::uint64_t, 3> sum{};  // of the 8-bit values
  std::array<double, 3> mean{};
};

using Bins = std::vector<Bin>;
using Colours = std::vector<std::array<double, 3>>;

std::size_t bin_of(const std::uint8_t* rgb) {
  return (std::size_t{rgb[0]} >> 3U) << 10U | (std::size_t{rgb[1]} >> 3U) << 5U | rgb[2] >> 3U;
}

// A part of the bins, and the channel in which it is longest.
struct Box {
  std::size_t begin, end;
  int channel = 0;
  double length = 0;  // weighed by the number of pixels: what a cut is worth
};

Box measured(const Bins& bins, std::size_t begin, std::size_t end) {
  Box box{begin, end};
  std::uint64_t count = 0;
  for (std::size_t i = begin; i < end; ++i) count += bins[i].count;
  for (int channel = 0; channel < 3; ++channel) {
    const auto less = [channel](const Bin& a, const Bin& b) {
      return a.mean[static_cast<std::size_t>(channel)] < b.mean[static_cast<std::size_t>(channel)];
    };
    const auto [low, high] = std::minmax_element(bins.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 bins.begin() + static_cast<std::ptrdiff_t>(end), less);
    const double range = high->mean[static_cast<std::size_t>(channel)] - low->mean[static_cast<std::size_t>(channel)];
    if (range * static_cast<double>(count) > box.length) {
      box.length = range * static_cast<double>(count);
      box.channel = channel;
    }
  }
  return box;
}

// Two boxes with about half the pixels each. Requires: two bins at least.
std::array<Box, 2> cut(Bins& bins, const Box& box) {
  const auto channel = static_cast<std::size_t>(box.channel);
  const auto first = bins.begin() + static_cast<std::ptrdiff_t>(box.begin),
             last = bins.begin() + static_cast<std::ptrdiff_t>(box.end);
  std::stable_sort(first, last, [channel](const Bin& a, const Bin& b) { return a.mean[channel] < b.mean[channel]; });
  std::uint64_t all = 0, before = 0;
  for (std::size_t i = box.begin; i < box.end; ++i) all += bins[i].count;
  std::size_t middle = box.begin;
  while (middle + 2 < box.end && (before + bins[middle].count) * 2 < all) before += bins[middle++].count;
  return {measured(bins, box.begin, middle + 1), measured(bins, middle + 1, box.end)};
}

std::array<double, 3> mean_of(const Bins& bins, const Box& box) {
  std::array<double, 3> sum{};
  double count = 0;
  for (std::size_t i = box.begin; i < box.end; ++i) {
    count += static_cast<double>(bins[i].count);
    for (std::size_t c = 0; c < 3; ++c) sum[c] += static_cast<double>(bins[i].sum[c]);
  }
  for (double& value : sum) value /= count;
  return sum;
}

Colours median_cut(Bins& bins, int wanted) {
  std::vector<Box> boxes{measured(bins, 0, bins.size())};
  while (static_cast<int>(boxes.size()) < wanted) {
    const auto largest =
        std::max_element(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return a.length < b.length; });
    if (largest->length <= 0) break;
    const std::array<Box, 2> halves = cut(bins, *largest);
    *largest = halves[0];
    boxes.push_back(halves[1]);
  }
  Colours colours;
  for (const Box& box : boxes) colours.push_back(mean_of(bins, box));
  return colours;
}

std::size_t nearest_colour(const Colours& colours, const std::array<double, 3>& to) {
  std::size_t best = 0;
  double least = 1e30;
  for (std::size_t i = 0; i < colours.size(); ++i) {
    double distance = 0;
    for (std::size_t c = 0; c < 3; ++c) distance += (colours[i][c] - to[c]) * (colours[i][c] - to[c]);
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return best;
}

void settle(const Bins& bins, Colours& colours) {
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Bin> groups(colours.size());
    for (const Bin& bin : bins) {
      Bin& group = groups[nearest_colour(colours, bin.mean)];
      group.count += bin.count;
      for (std::size_t c = 0; c < 3; ++c) group.sum[c] += bin.sum[c];
    }
    for (std::size_t i = 0; i < colours.size(); ++i) {
      for (std::size_t c = 0; c < 3 && groups[i].count > 0; ++c)
        colours[i][c] = static_cast<double>(groups[i].sum[c]) / static_cast<double>(groups[i].count);
    }
  }
}

}  // namespace

image::Image quantise(const image::Image& image, int colours) {
  const image::Image rgb = image::to_rgb(image);
  Bins all(32768);
  const std::span<const std::uint8_t> in = rgb.pixels();
  for (std::size_t i = 0; i < in.size(); i += 3) {
    Bin& bin = all[bin_of(&in[i])];
    ++bin.count;
    for (std::size_t c = 0; c < 3; ++c) bin.sum[c] += in[i + c];
  }
  Bins used;
  for (Bin& bin : all) {
    if (bin.count == 0) continue;
    for (std::size_t c = 0; c < 3; ++c) bin.mean[c] = static_cast<double>(bin.sum[c]) / static_cast<double>(bin.count);
    used.push_back(bin);
  }
  Colours chosen = median_cut(used, colours);
  settle(used, chosen);
  std::vector<std::array<std::uint8_t, 3>> table(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].count == 0) continue;
    const std::array<double, 3>& colour = chosen[nearest_colour(chosen, all[i].mean)];
    for (std::size_t c = 0; c < 3; ++c)
      table[i][c] = static_cast<std::uint8_t>(std::clamp(colour[c] + 0.5, 0.0, 255.0));
  }
  std::vector<std::uint8_t> out(in.size());
  for (std::size_t i = 0; i < in.size(); i += 3) std::copy_n(table[bin_of(&in[i])].begin(), 3, &out[i]);
  return {rgb.width(), rgb.height(), 3, std::move(out)};
}

}  // namespace heddle::imaging
