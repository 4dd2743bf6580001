# Bundles and sticks, played with the programs: tests/stick/NAME.sh.
find_program(RECOLTE_SH sh)
function(recolte_stick_test name)
  if(NOT RECOLTE_SH)
    return()
  endif()
  add_test(NAME stick.${name}
    COMMAND ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/stick/${name}.sh
      ${RECOLTE_merger} ${RECOLTE_collector} ${RECOLTE_formspec}
      ${ARGN})
  set_tests_properties(stick.${name} PROPERTIES TIMEOUT 300
    SKIP_RETURN_CODE 77)
  if(WIN32)
    set_tests_properties(stick.${name} PROPERTIES TIMEOUT 900
      ENVIRONMENT RECOLTE_DRIVE=${RECOLTE_DRIVE})
  endif()
endfunction()
recolte_stick_test(hostile)
recolte_stick_test(round)
if(NOT WIN32) # permissions are for POSIX systems
  recolte_stick_test(shared)
endif()

# A stick that is pulled: an exFAT image, its writes logged and replayed.
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  add_library(blocklog MODULE stick/blocklog.c)
  target_link_libraries(blocklog PRIVATE ${CMAKE_DL_LIBS})
  target_link_options(blocklog PRIVATE -fno-sanitize=all)
  target_compile_options(blocklog PRIVATE -fno-sanitize=all)
  add_executable(blockreplay stick/blockreplay.c)
  target_link_libraries(blockreplay PRIVATE recolte_base)
  add_executable(bundle_check stick/bundle_check.c)
  target_link_libraries(bundle_check PRIVATE recolte_exchange)
  recolte_stick_test(pulled $<TARGET_FILE:blocklog>
    $<TARGET_FILE:blockreplay> $<TARGET_FILE:bundle_check>)
endif()
