# The main job, end to end: the demo checks itself. With sanitizers its parts
# are tests of their own.
if(NOT RECOLTE_SANITIZE AND NOT WIN32)
  add_test(NAME whole.demo
    COMMAND ${CMAKE_COMMAND} -E env RECOLTE_BIN=${PROJECT_BINARY_DIR}
      RECOLTE_OUT=${PROJECT_BINARY_DIR}/demo NO_COLOR=1
      sh ${PROJECT_SOURCE_DIR}/samples/demo.sh)
endif()
