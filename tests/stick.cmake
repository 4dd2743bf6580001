# Bundles and sticks, played with the programs: tests/stick/NAME.sh.
find_program(RECOLTE_SH sh)
function(recolte_stick_test name)
  if(NOT RECOLTE_SH OR WIN32)
    return()
  endif()
  add_test(NAME stick.${name}
    COMMAND ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/stick/${name}.sh
      $<TARGET_FILE:merger> $<TARGET_FILE:collector> $<TARGET_FILE:formspec>
      ${ARGN})
  set_tests_properties(stick.${name} PROPERTIES TIMEOUT 300
    SKIP_RETURN_CODE 77)
endfunction()
recolte_stick_test(round)
