# The libraries we stand on. Each becomes a target `lib::NAME`, linked by the
# one target whose one source file includes it.
find_package(PkgConfig REQUIRED)
function(recolte_library name module)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${module})
  add_library(lib::${name} ALIAS PkgConfig::${name})
endfunction()

recolte_library(cjson libcjson)
recolte_library(utf8proc libutf8proc)
recolte_library(pcre2 libpcre2-8)
recolte_library(sodium libsodium)
recolte_library(zlib zlib)
recolte_library(expat expat)
if(RECOLTE_PROGRAMS)
  recolte_library(libgit2 libgit2)
  recolte_library(sqlite sqlite3)
  recolte_library(microhttpd libmicrohttpd)
endif()
