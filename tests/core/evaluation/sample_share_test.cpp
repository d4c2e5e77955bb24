#include "evaluation/sample_share.h"

#include <map>
#include <string>

#include "support/test.h"

namespace heddle::evaluation {

namespace {

Result<SampleShare> share_in(std::map<std::string, std::string> variables) {
  return share_from([&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

}  // namespace

TEST_CASE("one process without a launcher; rank and number from torchrun, MPI, PMI and Slurm") {
  CHECK(share_in({})->processes == 1);
  CHECK(share_in({{"RANK", "2"}, {"WORLD_SIZE", "4"}})->rank == 2);
  CHECK(share_in({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "3"}})->processes == 3);
  CHECK(share_in({{"PMI_RANK", "5"}, {"PMI_SIZE", "6"}})->rank == 5);
  CHECK(share_in({{"SLURM_PROCID", "7"}, {"SLURM_NTASKS", "8"}})->rank == 7);
  // torchrun within a Slurm job: the inner launcher counts.
  CHECK(share_in({{"RANK", "1"}, {"WORLD_SIZE", "2"}, {"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "1"}})->processes == 2);
}

TEST_CASE("numbers that cannot be are refused by the variable's name") {
  CHECK(share_in({{"RANK", "4"}, {"WORLD_SIZE", "4"}}).error().message.find("RANK is \"4\"") != std::string::npos);
  CHECK(share_in({{"PMI_RANK", "x"}, {"PMI_SIZE", "2"}}).error().message.find("PMI_RANK") != std::string::npos);
  CHECK(share_in({{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "-1"}}).error().message.find("SLURM_NTASKS") !=
        std::string::npos);
}

TEST_CASE("every item belongs to one process") {
  for (std::size_t sample = 0; sample < 20; ++sample) {
    int owners = 0;
    for (int rank = 0; rank < 3; ++rank) owners += SampleShare{rank, 3}.is_mine(sample) ? 1 : 0;
    CHECK(owners == 1);
  }
}

}  // namespace heddle::evaluation
