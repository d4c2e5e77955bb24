// The list of experiments, each made from the recipe. Used by evaluate. Free functions, one thread.
#pragma once

#include <memory>
#include <vector>

#include "evaluation/bobbin_plan.h"
#include "evaluation/experiment.h"

namespace heddle::evaluation {

using Experiments = std::vector<std::unique_ptr<Experiment>>;

// The table of Bobbin: those whose count in the recipe is not 0.
Experiments bobbin_experiments(const training::Recipe& recipe, const PathResolver& resolve);
// The paper's protocol on a user's own pictures. Failure: the captions cannot be read.
Result<Experiments> coco_experiments(const training::Recipe& recipe, const PathResolver& resolve);

std::unique_ptr<Experiment> make_judges_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
std::unique_ptr<Experiment> make_captions_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
std::unique_ptr<Experiment> make_held_out_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
std::unique_ptr<Experiment> make_vae_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
std::unique_ptr<Experiment> make_image_prompt_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
std::unique_ptr<Experiment> make_scale_sweep_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
std::unique_ptr<Experiment> make_image_and_text_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
std::unique_ptr<Experiment> make_simple_adapter_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
std::unique_ptr<Experiment> make_plus_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
std::unique_ptr<Experiment> make_style_experiment(const training::Recipe& recipe, const BobbinPlan& plan,
                                                  scenes::Style style);
// A thing on a picture made new: into the reference's thing without words, or into what words name.
enum class RepaintedBy { reference, words };
std::unique_ptr<Experiment> make_repaint_experiment(const training::Recipe& recipe, const BobbinPlan& plan,
                                                    RepaintedBy by);
std::unique_ptr<Experiment> make_towards_reference_experiment(const training::Recipe& recipe, const BobbinPlan& plan);
// Those of control: not there in a build without OpenCV, which makes the maps.
enum class ControlledBy { edges, depth, pose, sketch };  // sketch: the same edges through the T2I-Adapter
std::unique_ptr<Experiment> make_control_experiment(const training::Recipe& recipe, const BobbinPlan& plan,
                                                    ControlledBy by);
std::unique_ptr<Experiment> make_edges_and_image_experiment(const training::Recipe& recipe, const BobbinPlan& plan);

}  // namespace heddle::evaluation
