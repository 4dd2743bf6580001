/* xpath_lex.c */
