# Reading and writing questionnaires.
foreach(name geojson diag form form_cases returns workbook xform_write)
  recolte_unit_test(${name} formspec_lib)
endforeach()

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
