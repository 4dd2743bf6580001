/* cmd_check.c */
