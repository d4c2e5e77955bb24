#include "pipeline/memory_need.h"

#include <algorithm>

#include "base/printable.h"
#include "weights/latent_facts.h"

namespace heddle::pipeline {

std::uint64_t sampling_bytes(const weights::layouts::UNetConfig& config, const RunSize& size, std::size_t item) {
  // In channels of the top level: its skips (one of conv_in, one a block), the input of an up block and its two
  // intermediate results, and where there is attention the feed-forward's 8 channels a channel.
  const bool attends = !config.down_attention.empty() && config.down_attention.front();
  const auto top = static_cast<std::uint64_t>(config.block_out_channels.front());
  const std::uint64_t channels =
      top * (static_cast<std::uint64_t>(config.layers_per_block) + 1 + 4 + (attends ? 8 : 0));
  const auto positions = static_cast<std::uint64_t>(size.width / weights::kLatentFactor) *
                         static_cast<std::uint64_t>(size.height / weights::kLatentFactor);
  return positions * channels * item * static_cast<std::uint64_t>(size.images) *
         static_cast<std::uint64_t>(size.conditions + (size.guided ? 1 : 0));
}

std::uint64_t decoding_bytes_per_pixel(const weights::layouts::VaeConfig& config, std::size_t item) {
  const auto& channels = config.block_out_channels;
  const std::int64_t last = channels.front();
  const std::int64_t before = channels.size() > 1 ? channels[1] : last;
  return static_cast<std::uint64_t>(3 * before + last) * item;
}

Result<void> refuse_too_large(const RunSize& size, std::uint64_t sampling, std::uint64_t decoding,
                              std::uint64_t available) {
  const std::uint64_t needed = std::max(sampling, decoding);
  if (needed <= available) return {};
  return fail(ErrorKind::out_of_memory,
              "[sample] {} x {} pixels{} would take about {} of memory beside the model, and {} is free; "
              "choose a smaller size{}",
              size.width, size.height, size.images > 1 ? fmt::format(", {} pictures at once,", size.images) : "",
              readable_size(needed), readable_size(available), size.images > 1 ? " or fewer pictures" : "");
}

}  // namespace heddle::pipeline
