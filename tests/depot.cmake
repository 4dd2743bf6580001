# kit/exchange: depots and hubs
recolte_unit_test(bundle recolte_exchange)
recolte_unit_test(depot recolte_exchange)
recolte_unit_test(hub recolte_exchange)
recolte_unit_test(pack_scan recolte_exchange)
recolte_unit_test(pack_write recolte_exchange)
recolte_unit_test(address recolte_exchange)
recolte_unit_test(quarantine recolte_exchange)

# Several laptops at one hub, and laptops that die: processes of their own.
add_executable(hub_client unit/hub_client.c)
target_link_libraries(hub_client PRIVATE recolte_exchange)
find_program(RECOLTE_SH sh)
if(RECOLTE_SH AND NOT WIN32 AND NOT RECOLTE_SANITIZE)
  add_test(NAME hub.contention COMMAND ${RECOLTE_SH}
    ${CMAKE_CURRENT_SOURCE_DIR}/contention.sh $<TARGET_FILE:hub_client>)
endif()
