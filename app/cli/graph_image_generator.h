// GraphImageGenerator: makes an evaluation's images by the same graph that `heddle generate` runs, in one process that
// keeps the models. Used by `heddle evaluate`. One thread.
#pragma once

#include "cli_context.h"
#include "evaluation/images/image_generator.h"
#include "generate_graph.h"

namespace heddle::cli {

class GraphImageGenerator final : public evaluation::ImageGenerator {
 public:
  // `base` holds model, image encoder, sampler, schedule, steps, guidance, size; the rest comes with each request.
  GraphImageGenerator(CliContext& context, GenerateOptions base, std::string identity)
      : context_(context), base_(std::move(base)), identity_(std::move(identity)) {}

  Result<void> paint(const evaluation::ImageRequest& request, const std::vector<std::filesystem::path>& files,
                     const RunControl& control) override;
  Result<void> reconstruct(const std::filesystem::path& image, const std::filesystem::path& file,
                           const RunControl& control) override;
  [[nodiscard]] std::string identity() const override { return identity_; }

  std::string image_encoder;  // for the adapters; empty: the one beside the adapter or the model

 private:
  CliContext& context_;
  GenerateOptions base_;
  std::string identity_;
};

}  // namespace heddle::cli
