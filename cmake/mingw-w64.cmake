# Cross-compiling for Windows with mingw-w64, and running what comes out under
# Wine. RECOLTE_SYSROOT is the folder that tests/windows.sh fills with the
# libraries; only those are looked for, and only to be linked statically: a
# program is one file that asks for no DLL but the system's.
get_filename_component(RECOLTE_TOP ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
set(RECOLTE_SYSROOT ${RECOLTE_TOP}/build/windows-deps/sysroot CACHE PATH
  "Libraries for Windows")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES RECOLTE_SYSROOT)

set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_EXE_LINKER_FLAGS_INIT -static)

set(CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32 ${RECOLTE_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} ${RECOLTE_SYSROOT}/lib/pkgconfig)
set(PKG_CONFIG_ARGN --static)

# A Wine of its own beside the libraries: no window, no questions, no part in
# what the user has set up for himself.
# RECOLTE_DRIVE: where it shows this system's files.
find_program(RECOLTE_WINE NAMES wine64 wine)
set(RECOLTE_DRIVE Z:)
if(RECOLTE_WINE)
  set(RECOLTE_WINE_SETTINGS WINEPREFIX=${RECOLTE_TOP}/build/windows-deps/wine
    WINEDEBUG=-all "WINEDLLOVERRIDES=mscoree,mshtml,winedbg.exe=")
  set(CMAKE_CROSSCOMPILING_EMULATOR ${CMAKE_COMMAND} -E env
    --unset=DISPLAY --unset=WAYLAND_DISPLAY ${RECOLTE_WINE_SETTINGS}
    ${RECOLTE_WINE})
endif()
