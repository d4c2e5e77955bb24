#include "training/processes/distributed_env.h"

#include <map>

#include "support/test.h"

namespace heddle::training {

namespace {

using Variables = std::map<std::string, std::string>;

Result<DistributedEnv> place_in(const Variables& variables) {
  return read_distributed_env([&variables](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

std::string problem_in(const Variables& variables) {
  const auto place = place_in(variables);
  return place ? std::string() : place.error().message;
}

}  // namespace

TEST_CASE("without a launcher's variables there is one process, and half of a pair is none") {
  CHECK(place_in({})->world == 1);
  CHECK(place_in({{"RANK", "3"}})->world == 1);
  CHECK(place_in({{"SLURM_NTASKS", "8"}})->world == 1);
  CHECK(place_in({{"RANK", "0"}, {"WORLD_SIZE", "1"}})->world == 1);
}

TEST_CASE("torchrun's variables say place and meeting point, and that torchrun keeps the meeting point") {
  const auto place = place_in({{"RANK", "3"},
                               {"WORLD_SIZE", "4"},
                               {"LOCAL_RANK", "1"},
                               {"MASTER_ADDR", "10.0.0.7"},
                               {"MASTER_PORT", "1234"},
                               {"TORCHELASTIC_USE_AGENT_STORE", "True"},
                               {"TORCHELASTIC_RESTART_COUNT", "2"}});
  REQUIRE(place.has_value());
  CHECK(place->rank == 3);
  CHECK(place->world == 4);
  CHECK(place->local_rank == 1);
  CHECK(place->master == "10.0.0.7");
  CHECK(place->port == 1234);
  CHECK(place->store_is_up);
  CHECK(place->store_prefix == "heddle/attempt_2");
}

TEST_CASE("MPI on one machine meets at the loopback, and comes before the Slurm that started it") {
  const auto open_mpi = place_in({{"OMPI_COMM_WORLD_RANK", "1"},
                                  {"OMPI_COMM_WORLD_SIZE", "2"},
                                  {"OMPI_COMM_WORLD_LOCAL_RANK", "1"},
                                  {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"},
                                  {"SLURM_PROCID", "0"},
                                  {"SLURM_NTASKS", "1"}});
  REQUIRE(open_mpi.has_value());
  CHECK(open_mpi->rank == 1);
  CHECK(open_mpi->world == 2);
  CHECK(open_mpi->master == "127.0.0.1");
  CHECK(open_mpi->port == 29500);
  CHECK_FALSE(open_mpi->store_is_up);
  CHECK(place_in({{"PMI_RANK", "0"}, {"PMI_SIZE", "3"}, {"MPI_LOCALNRANKS", "3"}})->master == "127.0.0.1");
}

TEST_CASE("Slurm meets at the first machine of its list") {
  const auto place = place_in(
      {{"SLURM_PROCID", "5"}, {"SLURM_NTASKS", "8"}, {"SLURM_LOCALID", "1"}, {"SLURM_STEP_NODELIST", "gpu[07-09,12]"}});
  REQUIRE(place.has_value());
  CHECK(place->master == "gpu07");
  CHECK(place->local_rank == 1);
  CHECK(first_host("a1,b[2-3]") == "a1");
  CHECK(first_host("node[3,5-6],x") == "node3");
  CHECK(first_host("alone") == "alone");
}

TEST_CASE("numbers that cannot be and a missing address are refused by name") {
  CHECK(problem_in({{"RANK", "2"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "h"}})
            .find("RANK is \"2\", it must be a number from 0 to 1") != std::string::npos);
  CHECK(problem_in({{"RANK", "0"}, {"WORLD_SIZE", "two"}}).find("WORLD_SIZE is \"two\"") != std::string::npos);
  CHECK(problem_in({{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "h"}, {"MASTER_PORT", "99999"}})
            .find("MASTER_PORT") != std::string::npos);
  CHECK(problem_in({{"PMI_RANK", "0"}, {"PMI_SIZE", "2"}})
            .find("PMI_SIZE says 2 processes, but MASTER_ADDR is not set") != std::string::npos);
}

}  // namespace heddle::training
