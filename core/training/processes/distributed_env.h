// DistributedEnv: rank, number of processes and meeting address, from the environment that torchrun, MPI or Slurm set.
// Used by `heddle train`. Pure function of the given environment.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace heddle::training {

struct DistributedEnv {
  int rank = 0;        // 0 .. world - 1; process 0 logs and saves
  int world = 1;       // processes; with 1 the other members are unused
  int local_rank = 0;  // on this machine: which GPU
  std::string master;  // address of process 0's machine
  std::uint16_t port = 29500;
  bool store_is_up = false;  // torchrun itself keeps the meeting place
  std::string store_prefix;  // torchrun's attempt, so that a restart does not read the last one's data
};

// A variable's value, or null.
using Environment = std::function<const char*(const char* name)>;

// RANK and WORLD_SIZE; OMPI_COMM_WORLD_RANK and _SIZE; PMI_RANK and PMI_SIZE; SLURM_PROCID and SLURM_NTASKS: the first
// pair that is set. Without any: one process. MASTER_ADDR and MASTER_PORT say where to meet; where MASTER_ADDR is not
// set it is the loopback if all processes are on one machine, or the first machine of Slurm's list. Failure: numbers
// that cannot be, no address.
[[nodiscard]] Result<DistributedEnv> read_distributed_env(const Environment& environment);

// The first machine of a Slurm list: "node[03-05,9],gpu1" -> "node03".
[[nodiscard]] std::string first_host(const std::string& list);

}  // namespace heddle::training
