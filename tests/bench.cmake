# Built only when asked for, by tests/bench.sh.
add_executable(bench_formspec EXCLUDE_FROM_ALL bench/bench_formspec.c
  bench/figures.c)
target_link_libraries(bench_formspec PRIVATE formspec_lib)
set_target_properties(bench_formspec PROPERTIES
  INTERPROCEDURAL_OPTIMIZATION "${RECOLTE_ACROSS}")
if(RECOLTE_PROGRAMS)
  add_executable(bench_exchange EXCLUDE_FROM_ALL bench/bench_exchange.c
    bench/bench_exchange_hub.c bench/figures.c)
  target_link_libraries(bench_exchange PRIVATE recolte_collector)
  add_executable(bench_pages EXCLUDE_FROM_ALL bench/bench_pages.c
    bench/figures.c web/client.c)
  target_link_libraries(bench_pages PRIVATE recolte_base)
  target_compile_definitions(bench_pages PRIVATE _DEFAULT_SOURCE)
endif()
