#include "engine_host/run_images.h"

#include <algorithm>

#include "base/hash.h"
#include "engine_host/run_events.h"
#include "image/resize.h"
#include "protocol/events.h"

namespace heddle::engine_host {
namespace {

using Images = std::vector<image::Image>;

bool is_image(const graph::PortType& type) {
  return type.id == graph::port::image.id || type.id == graph::port::mask.id;
}

std::vector<std::string> image_ports(const graph::NodeSpec& spec) {
  std::vector<std::string> ports;
  for (const graph::PortSpec& port : spec.outputs) {
    if (is_image(port.type)) ports.push_back(port.name);
  }
  return ports;
}

std::string hash_of(const image::Image& image) {
  ContentHasher hasher;
  hasher.add(fmt::format("{}x{}x{}:", image.width(), image.height(), image.channels()));
  hasher.add(std::as_bytes(image.pixels()));
  return hasher.hex();
}

}  // namespace

image::Image at_most(const image::Image& image, int side) {
  const int longest = std::max(image.width(), image.height());
  if (longest <= side) return image;
  const double scale = static_cast<double>(side) / longest;
  const auto scaled = [&](int length) { return std::max(1, static_cast<int>(length * scale + 0.5)); };
  return image::resize(image, scaled(image.width()), scaled(image.height()), image::Filter::box);
}

RunImages::RunImages(protocol::RunId run, const engine::Plan& plan, MessageWriter& writer,
                     const ParametersOf& parameters_of)
    : run_(run), writer_(writer), parameters_of_(parameters_of) {
  for (const engine::Step& step : plan.steps) {
    std::vector<std::string> ports = image_ports(step.type->spec);
    if (step.is_target) {
      for (const std::string& port : ports) results_.emplace(step.node, port);
    }
    // A node that saves or shows and has no outputs: its input is the result.
    if (step.is_target && ports.empty()) {
      for (const auto& [input, sources] : step.inputs) {
        for (const engine::StepSource& source : sources) results_.emplace(plan.steps[source.step].node, source.port);
      }
    }
    if (!ports.empty()) ports_.emplace(step.node, std::move(ports));
  }
}

void RunImages::send_preview(const engine::Preview& preview) {
  if (preview.image.empty()) return;
  writer_.send_latest(fmt::format("preview {} {}", run_.value, preview.node.value), to_protocol(run_, preview),
                      at_most(preview.image, kPreviewSideMax));
}

void RunImages::send_images(const engine::NodeFinished& finished) {
  const auto ports = ports_.find(finished.node);
  if (ports == ports_.end()) return;
  for (const std::string& port : ports->second) {
    const engine::Value* value = finished.outputs.find(port);
    if (value == nullptr) continue;
    if (const auto* images = value->find<Images>()) send_port(finished.node, port, *images);
    if (const auto* image = value->find<image::Image>()) send_port(finished.node, port, {*image});
  }
}

void RunImages::send_port(graph::NodeId node, const std::string& port, const Images& images) {
  const bool is_result = results_.contains({node, port});
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i].empty()) continue;
    writer_.wait_for_room();
    protocol::RunImage image{run_,
                             node,
                             port,
                             is_result,
                             static_cast<int>(i),
                             static_cast<int>(images.size()),
                             hash_of(images[i]),
                             images[i].width(),
                             images[i].height(),
                             {}};
    if (is_result && parameters_of_) image.parameters = parameters_of_(node, images[i], i, images.size());
    writer_.send(image, is_result ? images[i] : at_most(images[i], kSmallSide));
  }
}

}  // namespace heddle::engine_host
