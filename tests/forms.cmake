# Reading and writing questionnaires.
foreach(name geojson diag form form_cases returns workbook xform_write)
  recolte_unit_test(${name} formspec_lib)
endforeach()
recolte_unit_test(zip formspec_lib)
target_sources(test_zip PRIVATE fuzz/zip_pack.c)

# What fails is said in French too, whatever source it comes from: the sources
# of the targets, all but those that depend on the system.
function(recolte_sources out)
  set(all "")
  foreach(target ${ARGN})
    get_target_property(sources ${target} SOURCES)
    get_target_property(folder ${target} SOURCE_DIR)
    list(FILTER sources INCLUDE REGEX "^[a-z0-9_][a-z0-9_/]*[.]c$")
    list(TRANSFORM sources PREPEND ${folder}/)
    list(APPEND all ${sources})
  endforeach()
  set(${out} ${all} PARENT_SCOPE)
endfunction()

recolte_sources(formspec_sources formspec_lib formspec recolte_base
  recolte_crypto recolte_deflate)
foreach(name platform_posix platform_windows platform_child_posix
    platform_child_windows platform_local_posix platform_local_windows
    platform_place_posix platform_place_windows)
  list(APPEND formspec_sources ${PROJECT_SOURCE_DIR}/kit/base/${name}.c)
endforeach()
list(APPEND formspec_sources ${PROJECT_SOURCE_DIR}/kit/base/secret.h)
foreach(name reading reading_choice reading_moment reading_number reading_place)
  list(APPEND formspec_sources ${PROJECT_SOURCE_DIR}/collector/interview/${name}.c)
endforeach()
add_executable(test_failure unit/test_failure.c)
target_link_libraries(test_failure PRIVATE formspec_lib)
add_test(NAME formspec.failure COMMAND test_failure ${formspec_sources})

# The same of a program and the rooms that it is made of, with its tables.
function(recolte_failure_test program tables library)
  add_executable(test_failure_${program} unit/test_failure.c)
  target_compile_definitions(test_failure_${program}
    PRIVATE FAILURE_TABLES=${tables} FAILURE_PROGRAM="${program}")
  target_link_libraries(test_failure_${program} PRIVATE ${library})
  recolte_sources(sources ${program} ${ARGN} recolte_db recolte_exchange
    recolte_record)
  list(REMOVE_DUPLICATES sources)
  add_test(NAME ${program}.failure COMMAND test_failure_${program} ${sources}
    ${PROJECT_SOURCE_DIR}/kit/exchange/reach.h)
endfunction()

add_executable(conformance_xlsform conformance/xlsform.c
  conformance/xlsform_case.c conformance/xlsform_export.c)
target_link_libraries(conformance_xlsform PRIVATE formspec_lib)
add_test(NAME conformance.xlsform
  COMMAND conformance_xlsform
    ${PROJECT_SOURCE_DIR}/../shared/conformance/xlsform.jsonl)
set_tests_properties(conformance.xlsform PROPERTIES SKIP_RETURN_CODE 77)

# What is written in another kind of file comes back.
add_executable(conformance_returns conformance/returns.c
  conformance/xlsform_case.c)
target_link_libraries(conformance_returns PRIVATE formspec_lib)
add_test(NAME conformance.returns
  COMMAND conformance_returns ${PROJECT_SOURCE_DIR}/../shared/conformance
    ${CMAKE_CURRENT_BINARY_DIR}/returns.xlsx)
set_tests_properties(conformance.returns PROPERTIES SKIP_RETURN_CODE 77)

include(bench.cmake)

find_program(RECOLTE_SH sh)
if(RECOLTE_SH AND NOT WIN32)
  add_test(NAME formspec.check COMMAND ${RECOLTE_SH}
    ${CMAKE_CURRENT_SOURCE_DIR}/formspec/check.sh $<TARGET_FILE:formspec>)
endif()
