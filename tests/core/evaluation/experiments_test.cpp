#include "evaluation/experiments.h"

#include <cmath>
#include <set>

#include "evaluation/experiments/repaint_case.h"
#include "scenes/caption.h"
#include "scenes/held_out.h"
#include "scenes/render.h"
#include "toy_context.h"

#include "support/test.h"

namespace heddle::evaluation {

namespace {

training::Recipe recipe_of(const std::string& text) {
  auto recipe = training::Recipe::parse("[data]\nsize = 64\n" + text, "toy.toml");
  REQUIRE(recipe.has_value());
  return *recipe;
}

BobbinPlan plan_of(const training::Recipe& recipe) {
  return BobbinPlan::read(recipe, [](const std::string& name) { return std::filesystem::path(name); });
}

const Metric& row_named(const std::vector<Metric>& metrics, const std::string& id) {
  for (const Metric& metric : metrics) {
    if (metric.id == id) return metric;
  }
  throw std::runtime_error("no row " + id);
}

Sample with_scores(std::map<std::string, double> scores) { return {"", {}, std::move(scores)}; }

}  // namespace

TEST_CASE("an adapter that gives back its reference goes the whole way; one that paints grey does not") {
  const testing::TemporaryFolder folder;
  const ClipJudge clip = toy_clip();
  const AttributeJudge attributes = toy_judge();
  const auto recipe = recipe_of("");
  const auto experiment = make_image_prompt_experiment(recipe, plan_of(recipe));
  const auto share_with = [&](const std::string& name, ToyPainter::Answer answer) {
    ToyPainter generator(std::move(answer));
    ImageCache image_cache(folder / name, generator);
    EvalContext context{image_cache, clip, &attributes};
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < 4; ++i) {
      auto sample = experiment->measure(i, context, RunControl::none());
      REQUIRE_MESSAGE(sample.has_value(), (sample ? "" : sample.error().message));
      samples.push_back(*sample);
    }
    return row_named(experiment->conclude(samples), "image_prompt").value;
  };
  CHECK(share_with("echo", echo) == doctest::Approx(100).epsilon(1e-5));
  CHECK(share_with("grey", [](const ImageRequest&, int) { return grey_square(90); }) < 60);
}

TEST_CASE("lambda is met where no step's mean falls, whatever single references do") {
  const auto recipe = recipe_of("[rows.scale_sweep]\nat_least = 1\ngoal = 1\n");
  const auto experiment = make_scale_sweep_experiment(recipe, plan_of(recipe));
  const auto sweep = [](double slope, double dip_at) {
    std::map<std::string, double> scores;
    for (int i = 0; i <= 10; ++i) scores[fmt::format("clip_i_{:.1f}", 0.1 * i)] = slope * i - (i == dip_at ? 0.3 : 0.0);
    scores["rise"] = slope * 10;
    return with_scores(scores);
  };
  const std::vector<Sample> rising = {sweep(0.09, 4), sweep(0.5, -1)};  // the first falls once, the mean does not
  CHECK(verdict_of(row_named(experiment->conclude(rising), "scale_sweep")) == "goal");
  const std::vector<Sample> dipping = {sweep(0.05, 4), sweep(0.05, -1)};
  CHECK(verdict_of(row_named(experiment->conclude(dipping), "scale_sweep")) == "NOT MET");
  const std::vector<Sample> flat = {sweep(0, -1)};
  CHECK(verdict_of(row_named(experiment->conclude(flat), "scale_sweep")) == "NOT MET");
}

TEST_CASE("plus must be both nearer and steadier") {
  const auto recipe = recipe_of("[rows.plus_adapter]\nat_least = 1\n");
  const auto experiment = make_plus_experiment(recipe, plan_of(recipe));
  const auto verdict = [&](double plus, double plus_spread) {
    const std::vector<Sample> samples = {
        with_scores({{"global", 0.6}, {"plus", plus}, {"global_spread", 0.1}, {"plus_spread", plus_spread}})};
    return verdict_of(row_named(experiment->conclude(samples), "plus_adapter"));
  };
  CHECK(verdict(0.7, 0.05) == "met");
  CHECK(verdict(0.7, 0.15) == "NOT MET");
  CHECK(verdict(0.5, 0.05) == "NOT MET");
}

TEST_CASE("a style loses the difference of two shares, in points, and less is better") {
  const auto recipe = recipe_of("[rows.styles]\nat_least = 15\ngoal = 5\n");
  const auto experiment = make_style_experiment(recipe, plan_of(recipe), scenes::Style::ink);
  const std::vector<Sample> samples = {
      with_scores({{"clip_i_base", 0.9}, {"random_base", 0.5}, {"clip_i_style", 0.8}, {"random_style", 0.6}})};
  const Metric metric = experiment->conclude(samples).front();
  CHECK(metric.value == doctest::Approx(80.0 - 50.0));
  CHECK(verdict_of(metric) == "NOT MET");
  CHECK(experiment->needs().back() == "bobbin/styles/ink.safetensors");
}

TEST_CASE("image and text counts where the colour is heard and the reference still is nearer") {
  const auto recipe = recipe_of("");
  const auto experiment = make_image_and_text_experiment(recipe, plan_of(recipe));
  const std::vector<Sample> samples = {
      with_scores({{"heard", 1}, {"nearer", 1}, {"both", 1}}), with_scores({{"heard", 1}, {"nearer", 0}, {"both", 0}}),
      with_scores({{"heard", 0}, {"nearer", 1}, {"both", 0}}), with_scores({{"heard", 1}, {"nearer", 1}, {"both", 1}})};
  CHECK(row_named(experiment->conclude(samples), "image_and_text").value == 50);
  CHECK(row_named(experiment->conclude(samples), "image_and_text_heard").value == 75);
}

TEST_CASE("the words of image and text name another colour than the reference has") {
  const testing::TemporaryFolder folder;
  const ClipJudge clip = toy_clip();
  const AttributeJudge attributes = toy_judge();
  const auto recipe = recipe_of("");
  const BobbinPlan plan = plan_of(recipe);
  const auto experiment = make_image_and_text_experiment(recipe, plan);
  std::vector<ImageRequest> asked;
  ToyPainter generator([&](const ImageRequest& request, int) {
    asked.push_back(request);
    return grey_square(90);
  });
  ImageCache image_cache(folder.path(), generator);
  EvalContext context{image_cache, clip, &attributes};
  for (std::size_t i = 0; i < 12; ++i) {
    asked.clear();
    REQUIRE(experiment->measure(i, context, RunControl::none()).has_value());
    const scenes::Item sample = plan.scenes.reference(i).items.front();
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].adapter.empty());
    CHECK(asked[1].adapter == plan.adapter);
    CHECK(asked[0].seed == asked[1].seed);
    CHECK(asked[0].prompt.find(name_of(sample.colour)) == std::string::npos);
    CHECK(asked[0].prompt.find(name_of(sample.object)) != std::string::npos);
  }
}

TEST_CASE("a VAE that loses nothing has no error") {
  const testing::TemporaryFolder folder;
  const ClipJudge clip = toy_clip();
  ToyPainter generator(echo);
  ImageCache image_cache(folder.path(), generator);
  EvalContext context{image_cache, clip, nullptr};
  const auto recipe = recipe_of("");
  const auto experiment = make_vae_experiment(recipe, plan_of(recipe));
  const auto sample = experiment->measure(0, context, RunControl::none());
  REQUIRE(sample.has_value());
  CHECK(std::isinf(sample->score("psnr")));
  CHECK(sample->score("colour_error") == 0);
  CHECK(sample->score("outline") == 1);
}

TEST_CASE(
    "a thing is repainted inside a box around it, from a picture of another thing, and every pixel outside counts") {
  const testing::TemporaryFolder folder;
  const ClipJudge clip = toy_clip();
  const AttributeJudge attributes = toy_judge();
  const auto recipe = recipe_of("[rows.repaint_reference]\nat_least = 70\n[rows.repaint_outside]\nat_least = 0\n");
  const BobbinPlan plan = plan_of(recipe);
  std::vector<ImageRequest> asked;
  bool spills = false;
  ToyPainter generator([&](const ImageRequest& request, int) {
    asked.push_back(request);
    const image::Image start = *image::read_image(request.start);
    std::vector<std::uint8_t> pixels(start.pixels().begin(), start.pixels().end());
    const image::Image mask = *image::read_image(request.mask);
    for (std::size_t i = 0; i < mask.pixels().size(); ++i) {
      if (mask.pixels()[i] > 0) pixels[3 * i] ^= 255;
    }
    if (spills) pixels.front() ^= 1;
    return image::Image(start.width(), start.height(), 3, std::move(pixels));
  });
  ImageCache image_cache(folder.path(), generator);
  EvalContext context{image_cache, clip, &attributes};
  for (const RepaintedBy by : {RepaintedBy::reference, RepaintedBy::words}) {
    const auto experiment = make_repaint_experiment(recipe, plan, by);
    for (std::size_t i = 0; i < 6; ++i) {
      const RepaintCase of = repaint_case(plan.scenes, i);
      CHECK(of.scene.items.front().object != of.wanted.items.front().object);
      CHECK(scenes::is_held_out(of.scene));
      spills = i == 3;
      const auto sample = experiment->measure(i, context, RunControl::none());
      REQUIRE_MESSAGE(sample.has_value(), (sample ? "" : sample.error().message));
      CHECK(sample->score("outside") == (spills && of.mask.pixels().front() == 0 ? 1 : 0));
      CHECK(asked.back().unet == plan.inpaint);
      CHECK(asked.back().prompt.empty() == (by == RepaintedBy::reference));
      CHECK(asked.back().adapter.empty() == (by == RepaintedBy::words));
      CHECK(asked.back().strength == 1);
    }
  }
  const auto experiment = make_repaint_experiment(recipe, plan, RepaintedBy::reference);
  const std::vector<Sample> samples = {
      with_scores({{"thing", 1}, {"colour", 1}, {"both", 1}, {"setting", 1}, {"outside", 0}}),
      with_scores({{"thing", 1}, {"colour", 0}, {"both", 0}, {"setting", 1}, {"outside", 2}}),
      with_scores({{"thing", 0}, {"colour", 0}, {"both", 0}, {"setting", 1}, {"outside", 0}}),
      with_scores({{"thing", 1}, {"colour", 1}, {"both", 1}, {"setting", 1}, {"outside", 0}})};
  CHECK(verdict_of(row_named(experiment->conclude(samples), "repaint_reference")) == "met");
  CHECK(verdict_of(row_named(experiment->conclude(samples), "repaint_reference_outside")) == "NOT MET");
  CHECK(
      row_named(make_repaint_experiment(recipe, plan, RepaintedBy::words)->conclude(samples), "repaint_words").value ==
      50);
}

TEST_CASE("a picture let go towards a reference becomes liker to it with every strength, or the row is not met") {
  const testing::TemporaryFolder folder;
  const ClipJudge clip = toy_clip();
  const auto recipe = recipe_of("[rows.towards_reference]\nat_least = 1\n");
  const BobbinPlan plan = plan_of(recipe);
  std::vector<double> strengths;
  // The picture until half of the strength, then the reference.
  ToyPainter generator([&](const ImageRequest& request, int) {
    strengths.push_back(request.strength);
    CHECK(request.mask.empty());
    return *image::read_image(request.strength > 0.5 ? request.reference : request.start);
  });
  ImageCache image_cache(folder.path(), generator);
  EvalContext context{image_cache, clip, nullptr};
  const auto experiment = make_towards_reference_experiment(recipe, plan);
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < 3; ++i) samples.push_back(*experiment->measure(i, context, RunControl::none()));
  CHECK(strengths.size() == 15);
  CHECK(verdict_of(row_named(experiment->conclude(samples), "towards_reference")) == "met");
  CHECK(row_named(experiment->conclude(samples), "towards_reference_gain").value > 0);
  for (Sample& sample : samples) sample.scores["clip_i_0.8"] = 0;
  CHECK(verdict_of(row_named(experiment->conclude(samples), "towards_reference")) == "NOT MET");
}

#ifndef HEDDLE_WITHOUT_OPENCV
TEST_CASE(
    "control is the agreement with the map over that of the run without it, and only one of the two has the network") {
  const testing::TemporaryFolder folder;
  const ClipJudge clip = toy_clip();
  const auto recipe = recipe_of("[rows.control_edges]\nat_least = 2\n");
  const BobbinPlan plan = plan_of(recipe);
  std::size_t asked = 0;
  // With the network the scene itself, without it grey.
  scenes::Scene scene;
  ToyPainter generator([&](const ImageRequest& request, int) {
    ++asked;
    if (request.control.empty() && request.t2i_adapter.empty()) return grey_square(90);
    CHECK(std::filesystem::exists(request.map));
    return scenes::render(scene, 64).image;
  });
  ImageCache image_cache(folder.path(), generator);
  EvalContext context{image_cache, clip, nullptr};
  for (const ControlledBy by : {ControlledBy::edges, ControlledBy::depth, ControlledBy::pose, ControlledBy::sketch}) {
    const auto experiment = make_control_experiment(recipe, plan, by);
    CAPTURE(experiment->name());
    scene = by == ControlledBy::pose ? plan.scenes.figure(0) : plan.scenes.reference(0);
    const auto sample = experiment->measure(0, context, RunControl::none());
    REQUIRE_MESSAGE(sample.has_value(), (sample ? "" : sample.error().message));
    CHECK(sample->score("with") == doctest::Approx(1));
    CHECK(sample->score("without") < 0.8);
  }
  CHECK(asked == 6);  // edges, depth and sketch have the run without in common
  const auto experiment = make_control_experiment(recipe, plan, ControlledBy::edges);
  const std::vector<Sample> samples = {with_scores({{"with", 0.6}, {"without", 0.2}}),
                                       with_scores({{"with", 0.4}, {"without", 0.2}})};
  CHECK(row_named(experiment->conclude(samples), "control_edges").value == doctest::Approx(2.5));
  CHECK(verdict_of(row_named(experiment->conclude(samples), "control_edges")) == "met");
}

TEST_CASE("edges with an image prompt keep a share of what each does alone") {
  const auto recipe = recipe_of("");
  const auto experiment = make_edges_and_image_experiment(recipe, plan_of(recipe));
  const std::vector<Sample> samples = {
      with_scores({{"clip_i", 0.7}, {"clip_i_alone", 0.9}, {"random", 0.5}, {"f1", 0.45}, {"f1_alone", 0.5}})};
  CHECK(row_named(experiment->conclude(samples), "edges_and_image_clip").value == doctest::Approx(50));
  CHECK(row_named(experiment->conclude(samples), "edges_and_image_edges").value == doctest::Approx(90));
  CHECK(experiment->needs().size() == 2);
}
#endif

TEST_CASE("captions are of combinations that training shows, held-out ones are not, and no scene comes twice") {
  const SceneSource source{scenes::SceneSet::first, 1912, 64};
  std::set<std::string> drawn;
  for (std::size_t i = 0; i < 60; ++i) {
    CHECK(!scenes::is_held_out(source.seen_combination(i)));
    CHECK(scenes::is_held_out(source.held_out_combination(i)));
    for (const scenes::Scene& scene :
         {source.seen_combination(i), source.held_out_combination(i), source.reference(i)}) {
      drawn.insert(fmt::format("{} {}", scenes::full_caption(scene), scene.nuisance));
    }
  }
  CHECK(drawn.size() == 180);
}

}  // namespace heddle::evaluation
