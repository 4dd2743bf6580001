# Hubs on a network, the real servers on this computer: tests/network/NAME.sh.
# Those of Windows meet the same ones: only who asks them is another.
if(RECOLTE_SH AND (RECOLTE_WINE OR NOT WIN32))
  recolte_start(RECOLTE_hub_client hub_client)
  if(WIN32)
    set(RECOLTE_odd_server ${RECOLTE_HERE}/tests/odd_server)
    add_executable(windows_settings windows/settings.c)
    target_link_libraries(windows_settings PRIVATE recolte_base crypt32)
    recolte_start(RECOLTE_windows_settings windows_settings)
    set(cases http https programs proxy ssh system troubles)
  else()
    add_executable(odd_server network/odd_server.c)
    target_link_libraries(odd_server PRIVATE recolte_flags)
    recolte_start(RECOLTE_odd_server odd_server)
    set(cases attachment http https proxy ssh troubles)
    # Most of these is waiting: without sanitizers is enough.
    if(NOT RECOLTE_SANITIZE)
      list(APPEND cases limits programs stalls)
    endif()
  endif()
  foreach(name ${cases})
    add_test(NAME network.${name} COMMAND ${CMAKE_COMMAND} -E env
      HUB_CLIENT=${RECOLTE_hub_client} ODD_SERVER=${RECOLTE_odd_server}
      COLLECTOR=${RECOLTE_collector} MERGER=${RECOLTE_merger}
      FORMSPEC=${RECOLTE_formspec} SETTINGS=${RECOLTE_windows_settings}
      RECOLTE_DRIVE=${RECOLTE_DRIVE}
      ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/network/${name}.sh)
    set_tests_properties(network.${name} PROPERTIES TIMEOUT 300
      SKIP_RETURN_CODE 77)
    if(WIN32)
      # What system.sh sets counts for all of them.
      set_tests_properties(network.${name} PROPERTIES TIMEOUT 900
        RESOURCE_LOCK windows_settings)
    endif()
  endforeach()
endif()
