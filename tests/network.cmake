# Hubs on a network, the real servers on this computer: tests/network/NAME.sh.
if(RECOLTE_SH AND NOT WIN32)
  add_executable(odd_server network/odd_server.c)
  target_link_libraries(odd_server PRIVATE recolte_flags)
  set(cases attachment http https proxy ssh troubles)
  # Most of these is waiting: without sanitizers is enough.
  if(NOT RECOLTE_SANITIZE)
    list(APPEND cases limits programs stalls)
  endif()
  foreach(name ${cases})
    add_test(NAME network.${name} COMMAND ${CMAKE_COMMAND} -E env
      HUB_CLIENT=$<TARGET_FILE:hub_client> ODD_SERVER=$<TARGET_FILE:odd_server>
      COLLECTOR=$<TARGET_FILE:collector> MERGER=$<TARGET_FILE:merger>
      FORMSPEC=$<TARGET_FILE:formspec>
      ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/network/${name}.sh)
    set_tests_properties(network.${name} PROPERTIES TIMEOUT 300
      SKIP_RETURN_CODE 77)
  endforeach()
endif()
