/*
 * figures.h - what the benches share: samples, their median, and the line that
 * a figure is printed in.
 */
#ifndef RECOLTE_TESTS_FIGURES_H
#define RECOLTE_TESTS_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "kit/base/err.h"

struct samples {
	double *items;
	size_t count, capacity;
};

/* Ends the program with the message when err is set. */
void must(const struct err *err);
void add_sample(struct samples *samples, double value);
/* Both empty samples too. part: from 0 up to less than 1. */
double median(struct samples *samples);
double quantile(struct samples *samples, double part);
void print_figure(const char *name, const char *unit, double value,
    double floor);
double since_us(int64_t start);

#endif
