/* workbook_xlsx.c */
