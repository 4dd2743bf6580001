/* workbook_md.c */
