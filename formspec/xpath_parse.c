/* xpath_parse.c */
