// annotate.pose — Skeletons in OpenPose's colours, from its JSON.
#include "engine/file_identity.h"
#include "image/file_bytes.h"
#include "imaging/pose_drawing.h"
#include "nodes/node_context.h"
#include "pipeline/values.h"
#include "pose/pose_json.h"

namespace heddle::nodes {

namespace {

constexpr std::uint64_t kPoseBytesMost = std::uint64_t{16} << 20U;

graph::NodeSpec pose_spec() {
  return graph::NodeSpec("annotate.pose", 1, TR_NOOP("nodes", "Pose"))
      .group("annotate")
      .help(TR_NOOP("nodes", "Skeletons in OpenPose's colours, for ControlNet openpose."))
      .input("image", graph::port::image, TR_NOOP("nodes", "Drawn on"))
      .optional()
      .param(
          graph::file("file", "pose").label(TR_NOOP("nodes", "OpenPose JSON")).recomputes_from(graph::Stage::denoise))
      .param(
          graph::text("pose", "")
              .label(TR_NOOP("nodes", "Pose"))
              .help(TR_NOOP("nodes", "A pose of its own, as OpenPose JSON; where it is given, the file is not read."))
              .recomputes_from(graph::Stage::denoise))
      .param(graph::choice("drawing", "1.1", {"1.0", "1.1"})
                 .label(TR_NOOP("nodes", "As ControlNet"))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::integer("width", 0)
                 .range(0, 8192)
                 .soft_range(0, 1536, 64)
                 .unit("px")
                 .label(TR_NOOP("nodes", "Width"))
                 .help(TR_NOOP("nodes", "0: that of the picture it is drawn on, else of the pose's canvas."))
                 .recomputes_from(graph::Stage::denoise))
      .param(graph::integer("height", 0)
                 .range(0, 8192)
                 .soft_range(0, 1536, 64)
                 .unit("px")
                 .label(TR_NOOP("nodes", "Height"))
                 .help(TR_NOOP("nodes", "0: that of the picture it is drawn on, else of the pose's canvas."))
                 .recomputes_from(graph::Stage::denoise))
      .output("image", graph::port::image);
}

Result<pose::PoseFile> read_pose(const graph::Params& params) {
  if (!params.text("pose").empty()) return pose::pose_from_json(params.text("pose"), "pose");
  const std::filesystem::path path = params.file("file");
  if (path.empty()) return fail(ErrorKind::invalid_input, "[annotate] there is no pose; choose an OpenPose JSON file");
  auto bytes = image::read_file_bytes(path, kPoseBytesMost);
  if (!bytes) return forward(bytes);
  return pose::pose_from_json({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, path.filename().string());
}

Result<engine::Outputs> run_pose(const engine::Inputs& in) {
  const graph::Params& params = in.params();
  auto file = read_pose(params);
  if (!file) return forward(file);
  engine::Outputs outputs;
  if (!params.text("pose").empty() && !params.file("file").empty()) {
    outputs.add_note(note("annotate.pose", "Pose: the node's own pose is drawn; its file is not read."));
  }
  for (const std::string& words : file->notes) outputs.add_note(note("annotate.pose", "Pose: {}.", words));
  if (file->pose.people.empty()) {
    outputs.add_note(note("annotate.pose", "Pose: there is nobody in it, so the map is all black and steers nothing."));
  }
  const auto* drawn_on = in.find<pipeline::Images>("image");
  const bool has_size = drawn_on != nullptr && !drawn_on->empty() && !drawn_on->front().empty();
  const auto side = [&params](std::string_view name, int own) {
    return params.integer(name) > 0 ? static_cast<int>(params.integer(name)) : own;
  };
  const pose::Pose pose =
      pose::scaled_to(file->pose, side("width", has_size ? drawn_on->front().width() : file->pose.width),
                      side("height", has_size ? drawn_on->front().height() : file->pose.height));
  image::Image map = imaging::draw_pose(
      pose, params.choice("drawing") == "1.0" ? imaging::PoseDrawing::v1_0 : imaging::PoseDrawing::v1_1);
  const std::size_t bytes = map.pixels().size();
  outputs.set("image", engine::Value::of(pipeline::Images{std::move(map)}, bytes));
  return outputs;
}

}  // namespace

void register_pose(NodeRegistration& setup) {
  setup.registry.add(
      pose_spec(), [](const engine::Inputs& in, RunControl&) { return run_pose(in); },
      [](const graph::Params& params) -> Result<std::string> {
        const bool reads = params.text("pose").empty() && !params.file("file").empty();
        return reads ? engine::file_identity(params.file("file")) : Result<std::string>(std::string());
      });
}

}  // namespace heddle::nodes
