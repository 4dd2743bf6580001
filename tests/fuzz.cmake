# Fuzz targets: tests/fuzz/fuzz_NAME.c, one a decoder. With RECOLTE_FUZZ (clang)
# each is a libFuzzer program; otherwise ctest replays tests/fuzz/corpus/NAME.
function(recolte_fuzz_target name)
  if(RECOLTE_FUZZ)
    add_executable(fuzz_${name} fuzz/fuzz_${name}.c)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_libraries(fuzz_${name} PRIVATE ${ARGN})
    return()
  endif()
  add_executable(replay_${name} fuzz/fuzz_${name}.c fuzz/replay.c)
  target_link_libraries(replay_${name} PRIVATE ${ARGN} recolte_base)
  add_test(NAME fuzz.${name} COMMAND replay_${name} fuzz/corpus/${name}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/tests)
endfunction()

add_library(fuzz_interview STATIC EXCLUDE_FROM_ALL fuzz/interview.c
  fuzz/zip_pack.c)
target_link_libraries(fuzz_interview PUBLIC formspec_lib)
# Changes of pieces rather than of bytes, for inputs that are texts.
add_library(fuzz_pieces INTERFACE)
if(RECOLTE_FUZZ)
  target_sources(fuzz_pieces INTERFACE ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/mutate.c)
endif()
recolte_fuzz_target(answers fuzz_interview)
recolte_fuzz_target(expression formspec_lib)
recolte_fuzz_target(geojson formspec_lib)
recolte_fuzz_target(json_form fuzz_interview fuzz_pieces)
recolte_fuzz_target(workbook fuzz_interview fuzz_pieces)
recolte_fuzz_target(xform fuzz_interview fuzz_pieces)
recolte_fuzz_target(xml formspec_lib)

# Files that mean harm, and files that were cut.
recolte_unit_test(torn formspec_lib)
add_executable(make_hostile fuzz/make_hostile.c)
target_link_libraries(make_hostile PRIVATE fuzz_interview)
if(RECOLTE_SH AND NOT WIN32)
  if(RECOLTE_SANITIZE)
    set(RECOLTE_SANITIZED sanitized)
  endif()
  add_test(NAME formspec.hostile
    COMMAND ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/formspec_hostile.sh
      $<TARGET_FILE:formspec> $<TARGET_FILE:make_hostile> ${RECOLTE_SANITIZED}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(formspec.hostile PROPERTIES TIMEOUT 900)
endif()
if(RECOLTE_PROGRAMS)
  recolte_fuzz_target(attachment recolte_exchange)
  recolte_fuzz_target(bundle recolte_exchange)
  recolte_fuzz_target(changeset recolte_exchange)
  recolte_fuzz_target(envelope recolte_exchange)
  recolte_fuzz_target(manifest recolte_exchange)
  recolte_fuzz_target(package recolte_record)
  recolte_fuzz_target(revision recolte_record)
endif()
