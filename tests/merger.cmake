# merger: each test is a study of its own, played with the programs.
find_program(RECOLTE_SH sh)
function(recolte_merger_test name)
  if(NOT RECOLTE_SH OR WIN32)
    return()
  endif()
  add_test(NAME merger.${name}
    COMMAND ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/merger/${name}.sh
      $<TARGET_FILE:merger> $<TARGET_FILE:collector> $<TARGET_FILE:formspec>)
  set_tests_properties(merger.${name} PROPERTIES TIMEOUT 300)
endfunction()

foreach(name basics branches correct damage export inputs people tampering)
  recolte_merger_test(${name})
endforeach()
