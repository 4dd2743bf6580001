# Built only when asked for, by tests/bench.sh.
add_executable(bench_formspec EXCLUDE_FROM_ALL bench/bench_formspec.c
  bench/figures.c)
target_link_libraries(bench_formspec PRIVATE formspec_lib)
if(RECOLTE_PROGRAMS)
  add_executable(bench_exchange EXCLUDE_FROM_ALL bench/bench_exchange.c
    bench/bench_exchange_hub.c bench/figures.c)
  target_link_libraries(bench_exchange PRIVATE recolte_collector)
endif()
