# cmake -DHEDDLE=<program> -DFILE=<resources/nodes.json> -P same_nodes.cmake
# The nodes built into the window are the ones that this program has. Renew: heddle nodes --json > resources/nodes.json
execute_process(COMMAND "${HEDDLE}" nodes --json OUTPUT_VARIABLE now RESULT_VARIABLE code)
file(READ "${FILE}" stored)
if(NOT code EQUAL 0 OR NOT now STREQUAL stored)
  message(FATAL_ERROR "resources/nodes.json is not what 'heddle nodes --json' prints; write it anew")
endif()
