# merger: each test is a study of its own, played with the programs.
find_program(RECOLTE_SH sh)
# For Windows those where a system can make a difference: under Wine each takes
# minutes. A test that is not named here has not been tried there.
set(RECOLTE_ON_WINDOWS attachments away backup basics branches cases closing
  coordinators correct erase export lost panorama)
function(recolte_merger_test name)
  if(NOT RECOLTE_SH OR (WIN32 AND NOT name IN_LIST RECOLTE_ON_WINDOWS))
    return()
  endif()
  add_test(NAME merger.${name}
    COMMAND ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/merger/${name}.sh
      ${RECOLTE_merger} ${RECOLTE_collector} ${RECOLTE_formspec}
      ${ARGN})
  set_tests_properties(merger.${name} PROPERTIES TIMEOUT 300
    SKIP_RETURN_CODE 77)
  if(WIN32)
    set_tests_properties(merger.${name} PROPERTIES TIMEOUT 900
      ENVIRONMENT RECOLTE_DRIVE=${RECOLTE_DRIVE})
  endif()
endfunction()

foreach(name attachments away backup basics branches cases closing coordinators correct corrected damage drafts erase export forms french inputs letters lost moved orders panorama paper
    people phase practice reopened tampering unlock)
  recolte_merger_test(${name})
endforeach()

recolte_failure_test(merger merger_tables merger_lib merger_lib)
recolte_unit_test(merger_print merger_lib)
recolte_unit_test(merger_words merger_lib)
recolte_unit_test(roster merger_lib)
recolte_unit_test(merger_spreadsheet merger_lib)
recolte_unit_test(casework merger_lib)
recolte_unit_test(merger_index merger_lib)
recolte_unit_test(merger_keyring merger_lib)

# A coordinator who does what no command does.
add_executable(merger_hand unit/merger_hand.c)
target_link_libraries(merger_hand PRIVATE merger_lib)
recolte_start(merger_hand merger_hand)
foreach(name crowd refused standing)
  recolte_merger_test(${name} ${merger_hand})
endforeach()

# An admitted laptop that means harm.
add_executable(merger_rogue unit/merger_rogue.c)
target_link_libraries(merger_rogue PRIVATE merger_lib)
recolte_start(merger_rogue merger_rogue)
recolte_merger_test(rogue ${merger_rogue})

# A merger of another age.
add_executable(merger_older unit/merger_older.c)
target_link_libraries(merger_older PRIVATE merger_lib)
recolte_start(merger_older merger_older)
recolte_merger_test(newer ${merger_older})

# What every key that exists still opens, after an erasure and a closing.
add_executable(keys_of_store unit/keys_of_store.c)
target_link_libraries(keys_of_store PRIVATE recolte_collector)
recolte_start(keys_of_store keys_of_store)
add_executable(keys_of_workspace unit/keys_of_workspace.c)
target_link_libraries(keys_of_workspace PRIVATE merger_lib)
recolte_start(keys_of_workspace keys_of_workspace)
add_executable(open_all unit/open_all.c)
target_link_libraries(open_all PRIVATE recolte_record)
recolte_start(open_all open_all)
recolte_merger_test(forgotten ${keys_of_store}
  ${keys_of_workspace} ${open_all})
