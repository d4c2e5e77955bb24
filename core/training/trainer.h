// train: the loop around an objective: batches, loss, AdamW, average, checkpoints, log, sample sheets, export.
// Used by `heddle train`. One thread, plus the recipe's workers that draw batches. Of several processes each computes
// its part of every batch and steps its part of the weights; process 0 alone writes files and reports.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/run_control.h"
#include "tensor/processor.h"
#include "training/adamw.h"
#include "training/learning_rate.h"
#include "training/recipe.h"

namespace heddle::training {

class Objective;
class ProcessGroup;

// The recipe's [train] section.
struct TrainSettings {
  std::string objective;
  LearningRate learning_rate;
  AdamWSettings optimiser;
  double ema = 0;  // decay of the running average of the weights; 0: none
  std::uint64_t seed = 1;
  at::Device device = at::kCPU;
  at::ScalarType dtype = at::kFloat;  // what networks compute in; masters and losses stay fp32
  std::string note;                   // a sentence where that differs from the recipe
  int workers = 1;                    // threads that draw batches
  int shards = 1;                     // equal parts of a process's share of a batch, each on a thread of its own
  std::int64_t save_every = 500, log_every = 20, sample_every = 1000;  // steps; 0: never

  static TrainSettings read(RecipeSection section, const tensor::Processor& processor = tensor::processor());
  [[nodiscard]] std::string arithmetic() const;        // "fp32 on AMD EPYC 9454: avx2"
  [[nodiscard]] std::string arithmetic_words() const;  // "fp32 avx2", for each row of the log
};

struct TrainOptions {
  std::filesystem::path run_folder{};                    // checkpoints, log.csv, sample sheets
  std::optional<std::filesystem::path> export_folder{};  // where to write the trained model at the end
  std::optional<std::int64_t> stop_after{};              // ends this session, saved, at that step
  std::filesystem::path vocabulary{};                    // CLIP's, for models that are a single file
  int gpu = 0;                                           // which one, where the recipe says cuda
  std::function<void(const std::string&)> notice{};      // receives at the start which arithmetic is used; may be empty
  ProcessGroup* group = nullptr;                         // of several processes; all see the same run folder
};

// Trains what the recipe says. Resumes from the newest checkpoint in the run folder. When cancelled it saves first and
// returns ErrorKind::cancelled.
[[nodiscard]] Result<void> train(const Recipe& recipe, const TrainOptions& options, const RunControl& control);
// The same for a given objective.
[[nodiscard]] Result<void> train(const TrainSettings& settings, Objective& objective, const TrainOptions& options,
                                 const RunControl& control);

}  // namespace heddle::training
