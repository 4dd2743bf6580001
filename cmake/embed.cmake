# A file inside a program: recolte_embed(TARGET FILE SYMBOL) adds a source with
#   const char SYMBOL[];           the bytes of FILE, then a NUL
# FILE is relative to the folder of the CMakeLists.txt that calls it; the C code
# declares `extern const char SYMBOL[];`. Run as a script (cmake -P) this file
# writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${FILE}" bytes HEX)
  string(REGEX REPLACE "(..)" "(char)0x\\1,\n" bytes "${bytes}")
  get_filename_component(name "${FILE}" NAME)
  file(WRITE "${OUT}" "/* made from ${name} */\n"
    "extern const char ${SYMBOL}[];\n"
    "const char ${SYMBOL}[] = {\n${bytes}0 };\n")
else()
  set(RECOLTE_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
  function(recolte_embed target file symbol)
    set(in ${CMAKE_CURRENT_SOURCE_DIR}/${file})
    set(out ${CMAKE_CURRENT_BINARY_DIR}/embed_${symbol}.c)
    add_custom_command(OUTPUT ${out}
      COMMAND ${CMAKE_COMMAND} -DFILE=${in} -DOUT=${out} -DSYMBOL=${symbol}
        -P ${RECOLTE_EMBED_SCRIPT}
      DEPENDS ${in} ${RECOLTE_EMBED_SCRIPT} VERBATIM)
    target_sources(${target} PRIVATE ${out})
  endfunction()
endif()
