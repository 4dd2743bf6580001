# In a release the foundation and formspec, whose functions are small and called
# millions of times, are optimised across files. The plain code stands beside it
# in each object: the other programs and the tests, which take minutes to link
# otherwise, are linked from that.
if(CMAKE_BUILD_TYPE STREQUAL Release AND CMAKE_C_COMPILER_ID STREQUAL GNU AND NOT WIN32)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT RECOLTE_ACROSS OUTPUT RECOLTE_ACROSS_WHY LANGUAGES C)
  target_compile_options(recolte_flags INTERFACE -ffat-lto-objects)
endif()
