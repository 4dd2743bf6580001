# Built only when asked for, by tests/bench.sh.
add_executable(bench_formspec EXCLUDE_FROM_ALL bench/bench_formspec.c)
target_link_libraries(bench_formspec PRIVATE formspec_lib lib::libzip)
