# kit/base/db and collector
recolte_unit_test(db recolte_db)
recolte_unit_test(db_faults recolte_db lib::sqlite)
target_sources(test_db_faults PRIVATE unit/faulty_vfs.c)
recolte_failure_test(collector collector_tables recolte_page recolte_collector
  recolte_page recolte_web)
recolte_unit_test(background recolte_collector)
recolte_unit_test(case_name recolte_collector)
recolte_unit_test(passphrase recolte_collector)
recolte_unit_test(store recolte_collector)
recolte_unit_test(store_copy recolte_collector)
recolte_unit_test(store_old recolte_collector)
recolte_unit_test(words recolte_page)
recolte_unit_test(sniff recolte_page)
recolte_unit_test(reading recolte_collector)
recolte_unit_test(interview recolte_collector)

add_executable(make_study unit/make_study.c)
target_link_libraries(make_study PRIVATE recolte_record)
recolte_start(make_study make_study)

# The program as it is run: tests/collector/NAME.sh.
function(recolte_collector_test name)
  add_test(NAME collector.${name} COMMAND ${CMAKE_COMMAND} -E env
    COLLECTOR=${RECOLTE_collector} FORMSPEC=${RECOLTE_formspec}
    MERGER=${RECOLTE_merger} MAKE_STUDY=${make_study}
    RECOLTE_DRIVE=${RECOLTE_DRIVE}
    sh ${CMAKE_CURRENT_SOURCE_DIR}/collector/${name}.sh)
endfunction()
recolte_collector_test(ask)
recolte_collector_test(session)
recolte_collector_test(correct)
recolte_collector_test(doctor)
set_tests_properties(collector.doctor PROPERTIES SKIP_RETURN_CODE 77)
if(NOT WIN32) # by a limit of POSIX systems
  recolte_collector_test(full_disk)
endif()
recolte_collector_test(import)
recolte_collector_test(join)
recolte_collector_test(killed)
recolte_collector_test(killed_sync)
recolte_collector_test(sync)

# The pages, asked for with curl.
foreach(name page_away page_cases page_phase page_rescue page_same page_start
    page_sync page_two)
  recolte_collector_test(${name})
  set_tests_properties(collector.${name} PROPERTIES SKIP_RETURN_CODE 77
    TIMEOUT 300)
endforeach()
