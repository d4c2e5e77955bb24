// annotate.openpose — The people of a picture as OpenPose's network sees them: a pose, and its drawing.
#include <utility>

#include "imaging/pose_drawing.h"
#include "imaging/pose_maps.h"
#include "nodes/annotate/learned_node.h"
#include "pipeline/values.h"
#include "pose/pose_json.h"

namespace heddle::nodes {

namespace {

constexpr pipeline::AnnotatorNetwork kNetwork = pipeline::AnnotatorNetwork::body_pose;

pose::Pose pose_in(NodeContext& services, const pipeline::AnnotatorModel& model, const image::Image& rgb,
                   const pose::PoseThresholds& thresholds) {
  const imaging::PoseInput input = imaging::pose_input(rgb);
  const at::Tensor maps = pipeline::cached_annotator_map(services.annotators, model, input.image);
  const auto count = static_cast<std::size_t>(maps.numel());
  return imaging::pose_of_maps({maps.const_data_ptr<float>(), count}, input, {rgb.width(), rgb.height()}, thresholds);
}

Result<MapFunction> open_pose(NodeContext& services, const graph::Params& params, const RunControl& control,
                              std::function<void(const pose::Pose&)> found) {
  auto model = open_network(services, kNetwork, params, control);
  if (!model) return forward(model);
  return MapFunction([&services, model = std::move(*model), found = std::move(found)](
                         const image::Image& rgb, const graph::Params& drawn, const Say& say) {
    const pose::Pose pose = pose_in(services, *model, rgb, {drawn.real("joint"), drawn.real("limb")});
    if (pose.people.empty()) say("there is nobody that the network sees. Lower the thresholds, or draw a pose.");
    found(pose);
    return imaging::draw_pose(
        pose, drawn.choice("drawing") == "1.0" ? imaging::PoseDrawing::v1_0 : imaging::PoseDrawing::v1_1);
  });
}

}  // namespace

void register_openpose(NodeRegistration& setup) {
  AnnotatorNode node;
  node.spec =
      annotator_spec("annotate.openpose", TR_NOOP("nodes", "Pose (OpenPose)"),
                     TR_NOOP("nodes",
                             "The people of a picture as a network sees them (body_pose_model.pth), for "
                             "ControlNet openpose. The pose can be wired to a Pose node."))
          .param(map_number("joint", 0.1, TR_NOOP("nodes", "Joint threshold")).range(0, 1).soft_range(0, 0.5, 0.01))
          .param(map_number("limb", 0.05, TR_NOOP("nodes", "Limb threshold")).range(0, 1).soft_range(0, 0.5, 0.01))
          .param(graph::choice("drawing", "1.1", {"1.0", "1.1"})
                     .label(TR_NOOP("nodes", "As ControlNet"))
                     .recomputes_from(graph::Stage::denoise))
          .param(network_param());
  node.padding = imaging::Padding::none;
  node.identity = [services = setup.services](const graph::Params& params) {
    return network_identity(*services, kNetwork, params);
  };
  node.open = [services = setup.services](const graph::Params& params, const RunControl& control,
                                          engine::Outputs& outputs) {
    outputs.set_param("pose", std::string());
    return open_pose(*services, params, control, [&outputs, is_first = true](const pose::Pose& pose) mutable {
      if (std::exchange(is_first, false)) outputs.set_param("pose", pose::pose_to_json(pose));
    });
  };
  node.more_outputs = {{"pose", graph::port::text}};  // of the first picture
  add_annotator(setup, std::move(node));
}

}  // namespace heddle::nodes
