/* cmd_fake.c */
