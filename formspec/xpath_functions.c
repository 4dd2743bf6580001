/* xpath_functions.c */
