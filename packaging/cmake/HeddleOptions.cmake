# What every target of ours is compiled with, and the outside libraries it may link.
find_package(Threads REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(fmt REQUIRED)

# tl::expected and doctest are single headers: a header on the path is all they need.
find_path(HEDDLE_EXPECTED_INCLUDE tl/expected.hpp REQUIRED)

# Compiled, where the machine has it: header-only, every file of ours compiles fmt anew and takes twice as long.
set(heddle_fmt fmt::fmt-header-only)
if(TARGET fmt::fmt)
  set(heddle_fmt fmt::fmt)
endif()
# LibTorch brings headers of another fmt, which would be found first: one program, one fmt.
get_target_property(heddle_fmt_include ${heddle_fmt} INTERFACE_INCLUDE_DIRECTORIES)
list(GET heddle_fmt_include 0 heddle_fmt_include)
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/include/fmt_first")
file(CREATE_LINK "${heddle_fmt_include}/fmt" "${CMAKE_BINARY_DIR}/include/fmt_first/fmt" SYMBOLIC)

add_library(heddle_options INTERFACE)
target_compile_features(heddle_options INTERFACE cxx_std_20)
target_compile_options(heddle_options INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -fvisibility=hidden -fstack-protector-strong
  $<$<BOOL:${HEDDLE_WERROR}>:-Werror>)
# GCC 12 sees overlaps and overruns inside std::string where there are none (its bugs 105651, 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(heddle_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict> $<$<COMPILE_LANGUAGE:CXX>:-Wno-array-bounds>)
endif()
target_compile_definitions(heddle_options INTERFACE QT_NO_KEYWORDS _GLIBCXX_ASSERTIONS)
target_include_directories(heddle_options SYSTEM INTERFACE "${CMAKE_BINARY_DIR}/include/fmt_first" ${HEDDLE_EXPECTED_INCLUDE})
target_link_libraries(heddle_options INTERFACE Threads::Threads nlohmann_json::nlohmann_json ${heddle_fmt})
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_EXTENSIONS OFF)

if(HEDDLE_SANITIZE)
  if(HEDDLE_SANITIZE MATCHES "thread" AND HEDDLE_SANITIZE MATCHES "address")
    message(FATAL_ERROR "HEDDLE_SANITIZE: 'thread' and 'address' exclude each other.")
  endif()
  target_compile_options(heddle_options INTERFACE -fsanitize=${HEDDLE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(heddle_options INTERFACE -fsanitize=${HEDDLE_SANITIZE})
endif()

find_program(HEDDLE_MOLD mold)
if(HEDDLE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
if(HEDDLE_PRECOMPILED AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)  # so that ccache sees which precompiled header was read
endif()
find_program(HEDDLE_CCACHE ccache)
if(HEDDLE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness is what ccache's manual asks for where headers are precompiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${HEDDLE_CCACHE}")
endif()

if(HEDDLE_WITH_TORCH)
  include(HeddleTorch)
endif()
if(HEDDLE_WITH_OPENCV)
  include(HeddleOpenCV)
endif()
if(HEDDLE_WITH_QT)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets PrintSupport Svg Sql Test LinguistTools)
  find_package(QCustomPlotQt6 REQUIRED)  # plots of the window; Debian: libqcustomplot-dev
endif()
