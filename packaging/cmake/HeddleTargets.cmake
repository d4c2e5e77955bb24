# heddle_add_library(<target> ROOMS base image LINK a b PRIVATE c)
#   A static library made of rooms (folders of core/). Each target has an include folder of its own that holds links to
#   its rooms only, so a header is found by those that link its library and by nobody else.
function(heddle_add_library target)
  cmake_parse_arguments(ARG "" "" "ROOMS;LINK;PRIVATE" ${ARGN})
  add_library(${target} STATIC)
  set(include_root "${CMAKE_BINARY_DIR}/include/${target}")
  file(MAKE_DIRECTORY "${include_root}")
  foreach(room IN LISTS ARG_ROOMS)
    file(CREATE_LINK "${CMAKE_CURRENT_SOURCE_DIR}/${room}" "${include_root}/${room}" SYMBOLIC)
  endforeach()
  target_include_directories(${target} PUBLIC "${include_root}")
  target_link_libraries(${target} PUBLIC heddle_options ${ARG_LINK} PRIVATE ${ARG_PRIVATE})
  foreach(room IN LISTS ARG_ROOMS)
    set(HEDDLE_ROOM_TARGET ${target})
    add_subdirectory(${room})
  endforeach()
  get_target_property(sources ${target} SOURCES)
  if(NOT sources)
    file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/${target}_empty.cpp" "")
    target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${target}_empty.cpp")
  endif()
endfunction()

# heddle_room_sources(a.cpp b.cpp): adds sources of the room's folder to the library that the room belongs to.
function(heddle_room_sources)
  foreach(source IN LISTS ARGN)
    target_sources(${HEDDLE_ROOM_TARGET} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
  endforeach()
endfunction()

# heddle_precompile(<name> <target> [<target>...]): packaging/cmake/precompiled/<name>.h is compiled once and read by every
# file of the targets, which are compiled with the same options.
function(heddle_precompile name first)
  if(NOT HEDDLE_PRECOMPILED)
    return()
  endif()
  target_precompile_headers(${first} PRIVATE "${CMAKE_SOURCE_DIR}/packaging/cmake/precompiled/${name}.h")
  foreach(target IN LISTS ARGN)
    target_precompile_headers(${target} REUSE_FROM ${first})
  endforeach()
endfunction()

# heddle_add_entries(<target> FUNCTION register_all_x SETUP <type> HEADER <header> NAMESPACE <ns> SOURCES a.cpp b.cpp)
#   Writes the file that calls register_<stem>(setup) for each listed source: adding an entry is one file and one line.
function(heddle_add_entries target)
  cmake_parse_arguments(ARG "" "FUNCTION;SETUP;HEADER;NAMESPACE" "SOURCES" ${ARGN})
  set(declarations "")
  set(calls "")
  foreach(source IN LISTS ARG_SOURCES)
    cmake_path(GET source STEM stem)
    string(APPEND declarations "void register_${stem}(${ARG_SETUP}& setup);\n")
    string(APPEND calls "  register_${stem}(setup);\n")
    target_sources(${target} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
  endforeach()
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/${ARG_FUNCTION}.cpp")
  file(CONFIGURE OUTPUT "${generated}" CONTENT
"// Written by CMake (heddle_add_entries).
#include \"@ARG_HEADER@\"

namespace @ARG_NAMESPACE@ {
@declarations@
void @ARG_FUNCTION@(@ARG_SETUP@& setup) {
@calls@}
}  // namespace @ARG_NAMESPACE@
" @ONLY)
  target_sources(${target} PRIVATE "${generated}")
endfunction()

# heddle_add_tests(<room> LINK <targets> SOURCES a_test.cpp b_test.cpp [HELPERS c.cpp] [LABEL slow])
#   One program a room, one ctest line a test file, named <room>/<stem>. HELPERS hold no tests.
function(heddle_add_tests room)
  cmake_parse_arguments(ARG "" "LABEL" "LINK;SOURCES;HELPERS" ${ARGN})
  string(REPLACE "/" "_" program "test_${room}")
  if(ARG_LABEL)
    string(APPEND program "_${ARG_LABEL}")
  endif()
  add_executable(${program} ${ARG_SOURCES} ${ARG_HELPERS} "${CMAKE_SOURCE_DIR}/tests/support/main.cpp")
  target_include_directories(${program} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_compile_definitions(${program} PRIVATE HEDDLE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${program} PRIVATE heddle_options ${ARG_LINK})
  foreach(source IN LISTS ARG_SOURCES)
    cmake_path(GET source STEM stem)
    add_test(NAME ${room}/${stem} COMMAND ${program} --no-intro --no-version -sf=*${stem}.cpp)
    if(ARG_LABEL)
      set_tests_properties(${room}/${stem} PROPERTIES LABELS ${ARG_LABEL})
    endif()
  endforeach()
endfunction()

# heddle_add_qt_tests(<room> LINK <targets> SOURCES a_test.cpp b_test.cpp [HELPERS c.cpp] [LABEL slow])
#   Qt Test: one program and one ctest line a file (QTEST_MAIN in each), named <room>/<stem>; without a display.
function(heddle_add_qt_tests room)
  cmake_parse_arguments(ARG "" "LABEL" "LINK;SOURCES;HELPERS" ${ARGN})
  foreach(source IN LISTS ARG_SOURCES)
    cmake_path(GET source STEM stem)
    string(REPLACE "/" "_" program "test_${room}_${stem}")
    add_executable(${program} ${source} ${ARG_HELPERS})
    set_target_properties(${program} PROPERTIES AUTOMOC ON)
    target_include_directories(${program} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
    target_compile_definitions(${program} PRIVATE HEDDLE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_link_libraries(${program} PRIVATE heddle_options ${ARG_LINK} Qt6::Test)
    add_test(NAME ${room}/${stem} COMMAND ${program})
    set_tests_properties(${room}/${stem} PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
    if(ARG_LABEL)
      set_tests_properties(${room}/${stem} PROPERTIES LABELS ${ARG_LABEL})
    endif()
  endforeach()
endfunction()
