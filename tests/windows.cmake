# The programs of Windows beside those of this system, which RECOLTE_HERE names:
# a build folder. tests/windows.sh sets it.
set(RECOLTE_HERE ${PROJECT_SOURCE_DIR}/build/dev CACHE PATH
  "The same programs, built for this system")
if(RECOLTE_WINE)
  add_test(NAME windows.both COMMAND sh
    ${CMAKE_CURRENT_SOURCE_DIR}/windows/both.sh ${RECOLTE_merger}
    ${RECOLTE_collector} ${RECOLTE_formspec} ${RECOLTE_HERE}/merger/merger
    ${RECOLTE_HERE}/collector/collector)
  set_tests_properties(windows.both PROPERTIES TIMEOUT 600
    ENVIRONMENT RECOLTE_DRIVE=${RECOLTE_DRIVE})
endif()
