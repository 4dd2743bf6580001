/* real.h - the function that a preloaded one stands in front of. */
#ifndef RECOLTE_TESTS_SHIM_REAL_H
#define RECOLTE_TESTS_SHIM_REAL_H

#include <dlfcn.h>

#define REAL(result, name, ...)						\
	static result (*real)(__VA_ARGS__);				\
	if (!real)							\
		real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

#endif
