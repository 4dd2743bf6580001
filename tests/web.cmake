recolte_unit_test(web recolte_web)

# The pages under attack, by somebody who writes his own HTTP.
if(RECOLTE_SH AND NOT WIN32)
  add_executable(web_attacks web/attacks.c web/client.c)
  target_link_libraries(web_attacks PRIVATE recolte_base)
  target_compile_definitions(web_attacks PRIVATE _DEFAULT_SOURCE)
  add_test(NAME web.attacks COMMAND ${CMAKE_COMMAND} -E env
    COLLECTOR=$<TARGET_FILE:collector> FORMSPEC=$<TARGET_FILE:formspec>
    MERGER=$<TARGET_FILE:merger> MAKE_STUDY=$<TARGET_FILE:make_study>
    ATTACKS=$<TARGET_FILE:web_attacks>
    ${RECOLTE_SH} ${CMAKE_CURRENT_SOURCE_DIR}/web/attacks.sh)
endif()
