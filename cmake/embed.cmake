# A file inside a program: recolte_embed(TARGET FILE SYMBOL) adds a source with
#   const char SYMBOL[];           the bytes of FILE, then a NUL
# Scripts and style sheets go in without their comments and indentation.
# FILE is relative to the folder of the CMakeLists.txt that calls it; the C code
# declares `extern const char SYMBOL[];`. Run as a script (cmake -P) this file
# writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
  if(FILE MATCHES "[.](js|css)$")
    file(READ "${FILE}" text)
    # "image/*" in a string begins no comment: ours stand behind white space.
    string(REGEX REPLACE "(^|[\n\t ])/[*]([^*]|[*]+[^*/])*[*]+/" "\\1" text
      "${text}")
    string(REGEX REPLACE "[\t ]*\n[\n\t ]*" "\n" text "${text}")
    if(FILE MATCHES "css$")
      string(REGEX REPLACE "[ \n]*([{},;])[ \n]*" "\\1" text "${text}")
      string(REGEX REPLACE ": +" ":" text "${text}")
      string(REPLACE ";}" "}" text "${text}")
    endif()
    string(HEX "${text}" bytes)
  else()
    file(READ "${FILE}" bytes HEX)
  endif()
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
