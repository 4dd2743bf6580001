/* cmd_convert.c */
