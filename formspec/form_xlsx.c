/* form_xlsx.c */
