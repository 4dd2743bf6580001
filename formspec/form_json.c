/* form_json.c */
