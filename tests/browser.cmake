# The pages in Chromium: tests/browser/cases/NAME.mjs. What that needs is put
# beside the build folders by tests/run.sh, once for all of them.
# For Windows one of them, of a laptop's whole life: under Wine.
if(RECOLTE_SH AND (RECOLTE_WINE OR NOT WIN32))
  function(recolte_browser_test name)
    add_test(NAME browser.${name} COMMAND ${CMAKE_COMMAND} -E env
      COLLECTOR=${RECOLTE_collector} MERGER=${RECOLTE_merger}
      FORMSPEC=${RECOLTE_formspec} RECOLTE_DRIVE=${RECOLTE_DRIVE}
      MODULES=${PROJECT_SOURCE_DIR}/build/browser
      ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/browser/browser.sh ${ARGN})
    set_tests_properties(browser.${name} PROPERTIES TIMEOUT 240
      SKIP_RETURN_CODE 77)
  endfunction()
  if(WIN32)
    recolte_browser_test(journey journey)
    set_tests_properties(browser.journey PROPERTIES TIMEOUT 900)
  else()
    recolte_browser_test(widgets widgets)
    recolte_browser_test(hostile hostile)
  endif()
  # With sanitizers these two must do, beside the pages by curl.
  if(NOT RECOLTE_SANITIZE AND NOT WIN32)
    recolte_browser_test(mouse interview_mouse)
    recolte_browser_test(fields fields)
    recolte_browser_test(keyboard interview_keyboard)
    recolte_browser_test(journey journey)
    recolte_browser_test(typing typing)
    recolte_browser_test(screens screens)
  endif()
endif()
