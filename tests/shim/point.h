/*
 * point.h - which call is the one that dies or fails: see faults.c.
 */
#ifndef RECOLTE_TESTS_SHIM_POINT_H
#define RECOLTE_TESTS_SHIM_POINT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* True: the call must fail, errno is set. */
bool point_strikes(char kind);
/* The same; standard input, output and errors are not files here. */
bool point_strikes_fd(char kind, int fd);
/*
 * How much of len is to be read or written; -1: the call fails, errno is set.
 * Where *dies, point_die() follows what is written.
 */
ssize_t point_share(char kind, int fd, size_t len, bool *dies);
void point_die(void);
/* Who asks for memory is known by the address where the call comes from. */
bool point_strikes_memory(const void *caller);

#endif
