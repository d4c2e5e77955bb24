#include "inpaint/job.h"

#include <algorithm>

#include "image/convert.h"
#include "inpaint/mask_edit.h"
#include "inpaint/seam.h"

namespace heddle::inpaint {

namespace {

image::Image edited(const image::Image& mask, const JobOptions& options) {
  image::Image edited = options.invert ? inverted(mask) : mask;
  if (!options.grey) edited = at_least(edited, 128);
  if (options.specks > 0) edited = specks_removed(edited, options.specks);
  if (options.fills_holes) edited = holes_filled(edited);
  return options.grow >= 0 ? grown(edited, options.grow) : shrunk(edited, -options.grow);
}

bool is_black(const image::Image& mask) {
  return std::ranges::all_of(mask.pixels(), [](std::uint8_t value) { return value == 0; });
}

}  // namespace

Result<Job> prepare(const image::Image& image, const image::Image& mask, const JobOptions& options) {
  if (mask.width() != image.width() || mask.height() != image.height()) {
    return fail(ErrorKind::invalid_input,
                "[inpaint] the mask is {} x {}, the picture {} x {}; make the mask on this picture, or scale it",
                mask.width(), mask.height(), image.width(), image.height());
  }
  Extended canvas = extended(image, edited(mask, options), options.outpaint);
  if (is_black(canvas.mask)) {
    return fail(ErrorKind::invalid_input,
                "[inpaint] the mask is black everywhere, so there is nothing to make new; white marks what changes");
  }
  Job job;
  job.canvas = std::move(canvas.image);
  job.edge = canvas.mask;
  // In grey the sampler itself blends, so whatever may change is pasted whole.
  job.alpha = feathered(options.grey ? at_least(canvas.mask, 1) : canvas.mask, options.feather);
  const int width = job.canvas.width(), height = job.canvas.height();
  job.area = options.only_masked ? area_around(*bounds_of(job.alpha), options.margin, options.size, width, height)
                                 : whole_area(width, height);
  job.mask = taken_mask(canvas.mask, job.area);
  const image::Image part = image::to_rgb(taken(job.canvas, job.area));
  job.start = filled(part, job.mask, options.fill, options.seed);
  job.surroundings = filled(part, job.mask, Fill::blur, options.seed);
  return job;
}

Finished finish(const Job& job, const image::Image& made, bool match) {
  const Box& box = job.area.box;
  const auto part_of = [&box](const image::Image& whole) {
    return image::cropped(whole, box.left, box.top, box.width, box.height);
  };
  const image::Image raw = given_back(made, job.area);
  const image::Image matched =
      match ? colour_matched(raw, image::to_rgb(part_of(job.canvas)), part_of(job.alpha)) : raw;
  Finished finished;
  finished.image = composite(job.canvas, matched, job.alpha, box);
  finished.changes = count_changes(job.canvas, finished.image, job.alpha);
  finished.step_before =
      colour_step(part_of(composite(job.canvas, raw, at_least(job.edge, 128), box)), part_of(job.edge));
  finished.step_after = colour_step(part_of(finished.image), part_of(job.edge));
  return finished;
}

}  // namespace heddle::inpaint
