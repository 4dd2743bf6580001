# Reading and writing questionnaires.
foreach(name geojson diag form form_cases returns workbook xform_write)
  recolte_unit_test(${name} formspec_lib)
endforeach()
recolte_unit_test(zip formspec_lib)
target_sources(test_zip PRIVATE fuzz/zip_pack.c)

# What fails is said in French too, whatever source it comes from.
get_target_property(formspec_sources formspec_lib SOURCES)
get_target_property(formspec_commands formspec SOURCES)
list(TRANSFORM formspec_sources PREPEND ${PROJECT_SOURCE_DIR}/formspec/)
list(TRANSFORM formspec_commands PREPEND ${PROJECT_SOURCE_DIR}/formspec/)
list(APPEND formspec_sources ${formspec_commands})
foreach(name cli csv file json platform_posix text)
  list(APPEND formspec_sources ${PROJECT_SOURCE_DIR}/kit/base/${name}.c)
endforeach()
foreach(name reading reading_choice reading_moment reading_number reading_place)
  list(APPEND formspec_sources ${PROJECT_SOURCE_DIR}/collector/interview/${name}.c)
endforeach()
add_executable(test_failure unit/test_failure.c)
target_link_libraries(test_failure PRIVATE formspec_lib)
add_test(NAME formspec.failure COMMAND test_failure ${formspec_sources})

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
