# Deaths and failures at any call: a library to preload (shim/faults.c) and
# the tests that use it. A sanitizer wants to be the first library itself, and
# its allocator is its own.
include(CheckFunctionExists)
check_function_exists(__libc_malloc RECOLTE_GLIBC)
if(CMAKE_SYSTEM_NAME STREQUAL Linux AND RECOLTE_GLIBC AND NOT RECOLTE_SANITIZE)
  add_library(faults SHARED shim/faults.c shim/looks.c shim/memory.c
    shim/point.c shim/power.c shim/stack.c)
  # Its calls are those of the C library, the 32 bit names too: none of our
  # definitions.
  target_compile_options(faults PRIVATE -Wall -Wextra -Wvla
    $<$<BOOL:${RECOLTE_WERROR}>:-Werror>)
  target_link_libraries(faults PRIVATE ${CMAKE_DL_LIBS})
  set(RECOLTE_FAULTS $<TARGET_FILE:faults>)
else()
  set(RECOLTE_FAULTS none)
endif()

# A spread of points; `crash_points.sh ... --all` tries every one.
if(RECOLTE_SH AND NOT WIN32)
  set(RECOLTE_POINTS ${RECOLTE_SH}
    ${CMAKE_CURRENT_SOURCE_DIR}/shim/crash_points.sh $<TARGET_FILE:merger>
    $<TARGET_FILE:collector> $<TARGET_FILE:formspec> ${RECOLTE_FAULTS})
  add_test(NAME shim.deaths COMMAND ${RECOLTE_POINTS} kill tear power
    --points 1)
  add_test(NAME shim.faults
    COMMAND ${RECOLTE_POINTS} ENOSPC EIO ENOMEM --points 1)
  # A store that is moved must not leave its log behind: two writes in a row, the
  # ninth and tenth before the last.
  add_test(NAME shim.restore COMMAND ${RECOLTE_POINTS} EIO --only restore
    --on w --last 20 --points 10)
  add_test(NAME shim.odd_laptops COMMAND ${RECOLTE_SH}
    ${CMAKE_CURRENT_SOURCE_DIR}/shim/odd_laptops.sh $<TARGET_FILE:merger>
    $<TARGET_FILE:collector> $<TARGET_FILE:formspec> ${RECOLTE_FAULTS})
  set_tests_properties(shim.deaths shim.faults shim.restore
    shim.odd_laptops PROPERTIES
    TIMEOUT 900
    SKIP_RETURN_CODE 77)
endif()
