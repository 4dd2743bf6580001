/*
 * power.h - what a power cut leaves of the files that a program writes: see
 * power.c.
 */
#ifndef RECOLTE_TESTS_SHIM_POWER_H
#define RECOLTE_TESTS_SHIM_POWER_H

#include <stdbool.h>

/* keep: a folder beside the files, on the same file system. */
void power_begin(const char *keep, bool names_stay);

/* Before a file is opened to be written; true: it was there. */
bool power_will_write(const char *path);
/* A name that was given. */
void power_made(const char *path);
void power_made_folder(const char *path);
/* Before a name goes; place names what power_gone() shall bring back. */
int power_will_go(const char *path);
void power_gone(int place, const char *path);
void power_moved(int place, const char *from, const char *to);
/* What fd is open on is on the disk now. */
void power_synced(int fd);

/* Everything goes back to what was on the disk. */
void power_cut(void);

#endif
