recolte_unit_test(xform formspec_lib)

# The number is lines that must pass and do not: see conformance/README.md. It
# only ever goes down.
add_executable(conformance_scenarios conformance/scenarios.c
  conformance/scenario_check.c conformance/scenario_find.c
  conformance/scenario_steps.c)
target_link_libraries(conformance_scenarios PRIVATE formspec_lib m)
add_test(NAME conformance.scenarios
  COMMAND conformance_scenarios ${PROJECT_SOURCE_DIR}/../shared/conformance 17)
set_tests_properties(conformance.scenarios PROPERTIES
  SKIP_REGULAR_EXPRESSION "is not here: skipped")

# The command that says it of any folder: sums for each file, whatever they are.
if(NOT WIN32)
  add_test(NAME conformance.command
    COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/conformance.sh
      ${PROJECT_SOURCE_DIR}/../shared/conformance)
  set_tests_properties(conformance.command PROPERTIES
    ENVIRONMENT RECOLTE_BUILD=${PROJECT_BINARY_DIR}
    PASS_REGULAR_EXPRESSION "xlsform.jsonl: [0-9]+ passed, [0-9]+ failed"
    FAIL_REGULAR_EXPRESSION "gave no sums"
    SKIP_REGULAR_EXPRESSION "no such folder")
endif()
