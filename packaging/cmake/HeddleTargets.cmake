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

# heddle_room_sources(a.cpp b.cpp): adds sources of the room's folder to the library that the room belongs to; a pattern
# (*/*.cpp) stands for the files that it finds.
function(heddle_room_sources)
  set(sources "")
  foreach(source IN LISTS ARGN)
    if(source MATCHES "\\*")
      file(GLOB source CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
      list(SORT source)
    endif()
    list(APPEND sources ${source})
  endforeach()
  heddle_sources(${HEDDLE_ROOM_TARGET} ${sources})
endfunction()

# heddle_sources(<target> a.cpp b.cpp): adds sources of this folder to the target. With HEDDLE_UNITY every
# HEDDLE_UNITY_FILES of them are compiled as one unit, since reading headers is most of the work: no two files of a folder
# may define helpers of one name in one namespace.
function(heddle_sources target)
  set_property(TARGET ${target} PROPERTY UNITY_BUILD ${HEDDLE_UNITY})
  set_property(TARGET ${target} PROPERTY UNITY_BUILD_MODE GROUP)
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY "${CMAKE_SOURCE_DIR}" OUTPUT_VARIABLE room)
  string(REPLACE "/" "_" room "${room}")
  set(counter "HEDDLE_UNITY_${target}_${room}")
  foreach(source IN LISTS ARGN)
    set(path "${source}")
    cmake_path(ABSOLUTE_PATH path)
    target_sources(${target} PRIVATE "${path}")
    get_property(count GLOBAL PROPERTY ${counter})
    if(NOT count)
      set(count 0)
    endif()
    math(EXPR unit "${count} / ${HEDDLE_UNITY_FILES}")
    math(EXPR count "${count} + 1")
    set_property(GLOBAL PROPERTY ${counter} ${count})
    set_source_files_properties("${path}" TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP ${room}_${unit})
  endforeach()
endfunction()

# heddle_compile_alone(<target> a.cpp OPTIONS -mfma ...): a source with options of its own stays a unit of its own, without
# the precompiled headers, which were compiled without them.
function(heddle_compile_alone target source)
  cmake_parse_arguments(ARG "" "" "OPTIONS" ${ARGN})
  set(path "${source}")
  cmake_path(ABSOLUTE_PATH path)
  set_source_files_properties("${path}" TARGET_DIRECTORY ${target} PROPERTIES
    COMPILE_OPTIONS "${ARG_OPTIONS}" SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON)
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

# heddle_add_entries(<target> FUNCTION register_all_x SETUP <type> HEADER <header> NAMESPACE <ns> FILES <pattern>
#                    [FIRST a.cpp b.cpp] [HELPERS c.cpp] [LEFT_OUT d.cpp])
#   Compiles the files of the pattern, and writes the file that calls register_<stem>(setup) for each: adding an entry is one
#   file. FIRST are those whose order matters, in it; the others follow by name. HELPERS are of the pattern and no entries.
#   LEFT_OUT are of the pattern and not compiled in this build.
function(heddle_add_entries target)
  cmake_parse_arguments(ARG "" "FUNCTION;SETUP;HEADER;NAMESPACE;FILES" "FIRST;HELPERS;LEFT_OUT" ${ARGN})
  file(GLOB found CONFIGURE_DEPENDS RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}/${ARG_FILES}")
  list(REMOVE_ITEM found ${ARG_FIRST} ${ARG_HELPERS} ${ARG_LEFT_OUT})
  list(SORT found)
  set(entries ${ARG_FIRST} ${found})
  set(declarations "")
  set(calls "")
  foreach(source IN LISTS entries)
    cmake_path(GET source STEM stem)
    file(STRINGS "${CMAKE_CURRENT_SOURCE_DIR}/${source}" defined REGEX "^void register_${stem}\\(")
    if(NOT defined)
      message(FATAL_ERROR "${CMAKE_CURRENT_SOURCE_DIR}/${source} defines no 'void register_${stem}(${ARG_SETUP}& setup)'; "
        "where it is a helper of the others, name it under HELPERS in the CMakeLists.txt of the room")
    endif()
    string(APPEND declarations "void register_${stem}(${ARG_SETUP}& setup);\n")
    string(APPEND calls "  register_${stem}(setup);\n")
  endforeach()
  heddle_sources(${target} ${ARG_HELPERS} ${entries})
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

# heddle_add_workspaces(<target> <room>...): writes makeWorkspaces (ui/workspace/workspace.h), which calls make<Name>Workspace
# of each room: adding a workspace is its room and its name in the list.
function(heddle_add_workspaces target)
  set(declarations "")
  set(calls "")
  foreach(room IN LISTS ARGN)
    string(REGEX REPLACE "_workspace$" "" words "${room}")
    string(REPLACE "_" ";" words "${words}")
    set(name "")
    foreach(word IN LISTS words)
      string(SUBSTRING "${word}" 0 1 first)
      string(SUBSTRING "${word}" 1 -1 rest)
      string(TOUPPER "${first}" first)
      string(APPEND name "${first}${rest}")
    endforeach()
    string(APPEND declarations "Workspace make${name}Workspace(const WindowContext& context);\n")
    string(APPEND calls "      make${name}Workspace(context),\n")
  endforeach()
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/make_workspaces.cpp")
  file(CONFIGURE OUTPUT "${generated}" CONTENT
"// Written by CMake (heddle_add_workspaces).
#include \"workspace/workspace.h\"

namespace heddle::ui {
@declarations@
std::vector<Workspace> makeWorkspaces(const WindowContext& context) {
  return {
@calls@  };
}
}  // namespace heddle::ui
" @ONLY)
  target_sources(${target} PRIVATE "${generated}")
endfunction()

# heddle_add_tests(<room> LINK <targets> SOURCES a_test.cpp b_test.cpp [HELPERS c.cpp] [LABEL slow])
#   doctest: one program a room, test_<room>, and one ctest line a test file, named <room>/<stem>. HELPERS hold no tests.
function(heddle_add_tests room)
  cmake_parse_arguments(ARG "" "LABEL" "LINK;SOURCES;HELPERS" ${ARGN})
  string(REPLACE "/" "_" program "test_${room}")
  if(ARG_LABEL)
    string(APPEND program "_${ARG_LABEL}")
  endif()
  set(headers tests_core)
  if(ARG_LINK MATCHES "heddle_(numerics|pipeline|training|nodes)")
    set(headers tests_torch)
    list(APPEND ARG_HELPERS "${CMAKE_SOURCE_DIR}/tests/support/narrowed.cpp")
  endif()
  heddle_test_program(${program} HEADERS ${headers} LINK ${ARG_LINK} heddle_test_main SOURCES ${ARG_SOURCES} ${ARG_HELPERS})
  foreach(source IN LISTS ARG_SOURCES)
    cmake_path(GET source STEM stem)
    add_test(NAME ${room}/${stem} COMMAND ${program} --no-intro --no-version -sf=*${stem}.cpp)
    heddle_test_settings(${room}/${stem} LABEL ${ARG_LABEL})
  endforeach()
endfunction()

# heddle_add_qt_tests(<room> LINK <targets> SOURCES a_test.cpp b_test.cpp [HELPERS c.cpp] [LABEL slow])
#   Qt Test: as above, and each file ends in HEDDLE_QT_TEST (support/qt_test.h). May be called again for a room, to give
#   some of its files a label. Tests run without a display.
function(heddle_add_qt_tests room)
  cmake_parse_arguments(ARG "" "LABEL" "LINK;SOURCES;HELPERS" ${ARGN})
  string(REPLACE "/" "_" program "test_${room}")
  set(headers tests_app)
  if(room MATCHES "^ui/")
    set(headers tests_window)
  endif()
  if(NOT TARGET ${program})
    heddle_test_program(${program} HEADERS ${headers} LINK Qt6::Test SOURCES "${CMAKE_SOURCE_DIR}/tests/support/qt_main.cpp")
    set_target_properties(${program} PROPERTIES AUTOMOC ON)
  endif()
  heddle_sources(${program} ${ARG_SOURCES} ${ARG_HELPERS})
  target_link_libraries(${program} PRIVATE ${ARG_LINK})
  foreach(source IN LISTS ARG_SOURCES)
    cmake_path(GET source STEM stem)
    add_test(NAME ${room}/${stem} COMMAND ${program} ${stem})
    heddle_test_settings(${room}/${stem} LABEL ${ARG_LABEL} ENVIRONMENT QT_QPA_PLATFORM=offscreen)
  endforeach()
endfunction()

# Tests are compiled for their build time: with little optimisation, many files as one unit, their headers precompiled
# once for all programs that have the same ones (HEADERS: a file in packaging/cmake/precompiled).
function(heddle_test_program program)
  cmake_parse_arguments(ARG "" "HEADERS" "LINK;SOURCES" ${ARGN})
  add_executable(${program})
  heddle_sources(${program} ${ARG_SOURCES})
  target_include_directories(${program} PRIVATE "${CMAKE_SOURCE_DIR}/tests")
  target_compile_definitions(${program} PRIVATE HEDDLE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_compile_options(${program} PRIVATE $<$<CONFIG:Release>:-O1>)
  if(HEDDLE_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${program} PRIVATE -Wno-subobject-linkage)  # a unit includes its files: GCC takes them for headers
  endif()
  target_link_libraries(${program} PRIVATE heddle_options ${ARG_LINK})
  get_property(owner GLOBAL PROPERTY HEDDLE_OWNER_OF_${ARG_HEADERS})
  if(owner AND HEDDLE_PRECOMPILED)
    target_precompile_headers(${program} REUSE_FROM ${owner})
  elseif(HEDDLE_PRECOMPILED)
    set_property(GLOBAL PROPERTY HEDDLE_OWNER_OF_${ARG_HEADERS} ${program})
    target_precompile_headers(${program} PRIVATE "${CMAKE_SOURCE_DIR}/packaging/cmake/precompiled/${ARG_HEADERS}.h")
  endif()
endfunction()

function(heddle_test_settings test)
  cmake_parse_arguments(ARG "" "LABEL" "ENVIRONMENT" ${ARGN})
  if(ARG_LABEL)
    set_tests_properties(${test} PROPERTIES LABELS ${ARG_LABEL})
  endif()
  # As the program arranges it for itself (app/cli/start.cpp): threads that wait sleep.
  set_tests_properties(${test} PROPERTIES ENVIRONMENT "OMP_WAIT_POLICY=PASSIVE;${ARG_ENVIRONMENT}")
endfunction()
