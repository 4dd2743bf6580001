# merger: each test is a study of its own, played with the programs.
find_program(RECOLTE_SH sh)
function(recolte_merger_test name)
  if(NOT RECOLTE_SH OR WIN32)
    return()
  endif()
  add_test(NAME merger.${name}
    COMMAND ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/merger/${name}.sh
      $<TARGET_FILE:merger> $<TARGET_FILE:collector> $<TARGET_FILE:formspec>
      ${ARGN})
  set_tests_properties(merger.${name} PROPERTIES TIMEOUT 300
    SKIP_RETURN_CODE 77)
endfunction()

foreach(name attachments away backup basics branches cases closing coordinators correct corrected damage drafts erase export forms french inputs letters lost moved orders panorama paper
    people phase practice reopened tampering unlock)
  recolte_merger_test(${name})
endforeach()

recolte_failure_test(merger merger_tables merger_lib merger_lib)
recolte_unit_test(merger_print merger_lib)
recolte_unit_test(merger_words merger_lib)
recolte_unit_test(merger_spreadsheet merger_lib)
recolte_unit_test(casework merger_lib)
recolte_unit_test(merger_index merger_lib)
recolte_unit_test(merger_keyring merger_lib)

# A coordinator who does what no command does.
add_executable(merger_hand unit/merger_hand.c)
target_link_libraries(merger_hand PRIVATE merger_lib)
foreach(name crowd refused standing)
  recolte_merger_test(${name} $<TARGET_FILE:merger_hand>)
endforeach()

# An admitted laptop that means harm.
add_executable(merger_rogue unit/merger_rogue.c)
target_link_libraries(merger_rogue PRIVATE merger_lib)
recolte_merger_test(rogue $<TARGET_FILE:merger_rogue>)

# A merger of another age.
add_executable(merger_older unit/merger_older.c)
target_link_libraries(merger_older PRIVATE merger_lib)
recolte_merger_test(newer $<TARGET_FILE:merger_older>)

# What every key that exists still opens, after an erasure and a closing.
add_executable(keys_of_store unit/keys_of_store.c)
target_link_libraries(keys_of_store PRIVATE recolte_collector)
add_executable(keys_of_workspace unit/keys_of_workspace.c)
target_link_libraries(keys_of_workspace PRIVATE merger_lib)
add_executable(open_all unit/open_all.c)
target_link_libraries(open_all PRIVATE recolte_record)
recolte_merger_test(forgotten $<TARGET_FILE:keys_of_store>
  $<TARGET_FILE:keys_of_workspace> $<TARGET_FILE:open_all>)
