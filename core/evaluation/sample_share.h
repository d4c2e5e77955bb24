// SampleShare: which of a run's samples this process measures, when torchrun, Slurm or MPI started several. The
// processes exchange nothing: samples are kept in one folder, and process 0 waits for the others' before it writes the
// report. Used by evaluate. Pure functions of the given environment.
#pragma once

#include <cstddef>
#include <functional>

#include "base/result.h"

namespace heddle::evaluation {

struct SampleShare {
  int rank = 0;  // 0 .. processes - 1
  int processes = 1;

  [[nodiscard]] bool is_mine(std::size_t sample) const {
    return sample % static_cast<std::size_t>(processes) == static_cast<std::size_t>(rank);
  }
};

// A variable's value, or null.
using Environment = std::function<const char*(const char* name)>;

// RANK and WORLD_SIZE (torchrun), OMPI_COMM_WORLD_RANK and _SIZE, PMI_RANK and _SIZE, SLURM_PROCID and SLURM_NTASKS:
// the first pair that is set; none: one process. Failure: numbers that cannot be.
Result<SampleShare> share_from(const Environment& environment);

}  // namespace heddle::evaluation
