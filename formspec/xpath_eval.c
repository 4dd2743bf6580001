/* xpath_eval.c */
