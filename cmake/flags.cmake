# Compiler flags, as one interface target that every target of ours links.
add_library(recolte_flags INTERFACE)
target_include_directories(recolte_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(recolte_flags INTERFACE
  RECOLTE_VERSION="${PROJECT_VERSION}" _FILE_OFFSET_BITS=64)
if(WIN32)
  target_compile_definitions(recolte_flags INTERFACE __USE_MINGW_ANSI_STDIO=1 UNICODE _UNICODE)
  # MinGW's isnan() and isinf() offer their argument to a float function too.
  set(RECOLTE_WITHOUT -Wno-float-conversion)
else()
  target_compile_definitions(recolte_flags INTERFACE _POSIX_C_SOURCE=200809L _XOPEN_SOURCE=700
    _DARWIN_C_SOURCE)
endif()
target_compile_options(recolte_flags INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes
  -Wmissing-prototypes -Wvla -Wpointer-arith -Wwrite-strings ${RECOLTE_WITHOUT})
if(RECOLTE_WERROR)
  target_compile_options(recolte_flags INTERFACE -Werror)
endif()
if(RECOLTE_SANITIZE)
  target_compile_options(recolte_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(recolte_flags INTERFACE -fsanitize=address,undefined)
endif()
if(RECOLTE_FUZZ)
  target_compile_options(recolte_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
# What is measured and what users run calls the libraries without a detour.
if(CMAKE_BUILD_TYPE STREQUAL Release AND NOT WIN32 AND NOT APPLE)
  target_compile_options(recolte_flags INTERFACE -fno-plt)
endif()
if(RECOLTE_HARDEN)
  target_compile_options(recolte_flags INTERFACE
    -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
    -fPIE -fvisibility=hidden)
  if(NOT WIN32 AND NOT APPLE)
    target_link_options(recolte_flags INTERFACE -pie -Wl,-z,relro,-z,now)
  endif()
endif()
