#include "evaluation/experiments.h"

namespace heddle::evaluation {

Experiments bobbin_experiments(const training::Recipe& recipe, const PathResolver& resolve) {
  const BobbinPlan plan = BobbinPlan::read(recipe, resolve);
  Experiments all;
  const auto add = [&](std::unique_ptr<Experiment> experiment) {
    if (experiment->samples() > 0) all.push_back(std::move(experiment));
  };
  add(make_captions_experiment(recipe, plan));
  add(make_held_out_experiment(recipe, plan));
  add(make_vae_experiment(recipe, plan));
  add(make_image_prompt_experiment(recipe, plan));
  add(make_scale_sweep_experiment(recipe, plan));
  add(make_image_and_text_experiment(recipe, plan));
  add(make_simple_adapter_experiment(recipe, plan));
  add(make_plus_experiment(recipe, plan));
  for (const scenes::Style style : {scenes::Style::ink, scenes::Style::pastel, scenes::Style::neon}) {
    add(make_style_experiment(recipe, plan, style));
  }
  add(make_towards_reference_experiment(recipe, plan));
  for (const RepaintedBy by : {RepaintedBy::reference, RepaintedBy::words})
    add(make_repaint_experiment(recipe, plan, by));
#ifndef HEDDLE_WITHOUT_OPENCV
  for (const ControlledBy by : {ControlledBy::edges, ControlledBy::depth, ControlledBy::pose, ControlledBy::sketch})
    add(make_control_experiment(recipe, plan, by));
  add(make_edges_and_image_experiment(recipe, plan));
#endif
  add(make_judges_experiment(recipe, plan));
  return all;
}

}  // namespace heddle::evaluation
