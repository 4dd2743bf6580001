recolte_unit_test(xml formspec_lib)
recolte_unit_test(xpath formspec_lib)

# The two numbers are lines that must pass and do not: see
# conformance/README.md. They only ever go down.
add_executable(conformance_xpath conformance/xpath.c)
target_link_libraries(conformance_xpath PRIVATE formspec_lib m)
add_test(NAME conformance.xpath
  COMMAND conformance_xpath ${PROJECT_SOURCE_DIR}/../shared/conformance 116 0)
set_tests_properties(conformance.xpath PROPERTIES
  SKIP_REGULAR_EXPRESSION "is not here: skipped")
