# LibTorch's own process groups, for training in several processes: HEDDLE_C10D_OPTIONS are what the one file that uses
# them is compiled with. A wheel has the classes and their headers, but not Gloo's headers, which those include for the
# names of types that they only point to: gloo_names.h declares these names and stands in where LibTorch comes without.
# Each backend is tried once, because headers differ between versions and NCCL's and CUDA's may be absent.
include(CheckCXXSourceCompiles)
set(HEDDLE_C10D_OPTIONS "")
set(c10d_include "")
foreach(folder IN LISTS TORCH_INCLUDE_DIRS)
  if(EXISTS "${folder}/torch/csrc/distributed/c10d/ProcessGroupGloo.hpp")
    set(c10d_include "${folder}")
  endif()
endforeach()
set(c10d_definitions "")
foreach(library IN ITEMS torch_cpu torch_cuda)
  if(TARGET ${library})
    get_target_property(definitions ${library} INTERFACE_COMPILE_DEFINITIONS)
    list(APPEND c10d_definitions ${definitions})
  endif()
endforeach()

# heddle_try_c10d(<variable> <backend> <include folders>...): whether a process group of that backend compiles and links.
function(heddle_try_c10d variable backend)
  set(CMAKE_REQUIRED_INCLUDES ${TORCH_INCLUDE_DIRS} ${ARGN})
  file(GLOB CMAKE_REQUIRED_LIBRARIES "${c10d_include}/../lib/libtorch_cpu.so" "${c10d_include}/../lib/libc10.so"
    "${c10d_include}/../lib/libtorch_cuda.so" "${c10d_include}/../lib/libc10_cuda.so")
  set(CMAKE_REQUIRED_LINK_OPTIONS -Wl,--unresolved-symbols=ignore-in-shared-libs)
  list(TRANSFORM c10d_definitions PREPEND -D OUTPUT_VARIABLE CMAKE_REQUIRED_DEFINITIONS)
  set(CMAKE_REQUIRED_FLAGS "-std=c++20 -w")
  set(CMAKE_REQUIRED_QUIET ON)
  check_cxx_source_compiles("
#include <torch/csrc/distributed/c10d/ProcessGroup${backend}.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
int main(int count, char** words) {
  c10d::TCPStoreOptions options;
  options.masterListenFd = count;
  auto store = c10::make_intrusive<c10d::TCPStore>(words[0], options);
  auto settings = c10d::ProcessGroup${backend}::Options::create();
  settings->timeout = std::chrono::seconds(count);
  c10::intrusive_ptr<c10d::Backend> group = c10::make_intrusive<c10d::ProcessGroup${backend}>(store, 0, 2, settings);
  return group->getRank();
}" ${variable})
endfunction()

if(c10d_include AND "USE_C10D_GLOO" IN_LIST c10d_definitions)
  set(gloo_include "")
  if(NOT EXISTS "${c10d_include}/gloo/algorithm.h")
    set(gloo_include "${CMAKE_BINARY_DIR}/gloo_names")
    foreach(header IN ITEMS algorithm.h common/error.h context.h rendezvous/store.h transport/device.h)
      file(CONFIGURE OUTPUT "${gloo_include}/gloo/${header}" CONTENT "#include \"${CMAKE_CURRENT_LIST_DIR}/gloo_names.h\"\n")
    endforeach()
  endif()
  heddle_try_c10d(HEDDLE_HAS_GLOO Gloo ${gloo_include})
  if(HEDDLE_HAS_GLOO)
    list(APPEND HEDDLE_C10D_OPTIONS -DHEDDLE_WITH_C10D)
    if(gloo_include)
      list(APPEND HEDDLE_C10D_OPTIONS -isystem "${gloo_include}")
    endif()
  endif()
  if(HEDDLE_HAS_GLOO AND "USE_C10D_NCCL" IN_LIST c10d_definitions)
    cmake_path(GET c10d_include PARENT_PATH torch_folder)
    cmake_path(GET torch_folder PARENT_PATH packages)
    find_path(HEDDLE_NCCL_INCLUDE nccl.h HINTS "${packages}/nvidia/nccl/include" ${CUDAToolkit_INCLUDE_DIRS} ${CUDA_INCLUDE_DIRS})
    if(HEDDLE_NCCL_INCLUDE)
      heddle_try_c10d(HEDDLE_HAS_NCCL NCCL "${HEDDLE_NCCL_INCLUDE}")
    endif()
    if(HEDDLE_HAS_NCCL)
      list(APPEND HEDDLE_C10D_OPTIONS -DHEDDLE_WITH_NCCL -isystem "${HEDDLE_NCCL_INCLUDE}")
    else()
      message(STATUS "NCCL's headers do not compile here: several processes on GPUs will meet through Gloo, which is slower.")
    endif()
  endif()
endif()
if(NOT HEDDLE_C10D_OPTIONS)
  message(STATUS "This LibTorch has no Gloo (USE_C10D_GLOO) that compiles: `heddle train` will run in one process only.")
endif()
