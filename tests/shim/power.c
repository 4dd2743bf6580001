/*
 * power.c - a power cut: what was not synced is lost.
 *
 * Of each file that is opened to be written an image is kept: its bytes as
 * they were at first, and then at each fsync of it. The cut puts the images
 * back. Names (create, rename, link, unlink, mkdir) are taken back to the last
 * fsync of any file or folder: file systems with a journal (ext4, XFS, Btrfs,
 * APFS, NTFS) keep the order of names, and an fsync writes the journal. The
 * same file systems may write names before the bytes: with names_stay none is
 * taken back, and a file may stand under its new name without its bytes.
 *
 * An image's file stays open to the end: closing it would drop the program's
 * own locks on that file.
 */
#define _GNU_SOURCE
#include "power.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES_MAX = 900, NAMES_MAX = 20000 };

enum change { MADE, MADE_FOLDER, GONE, GONE_FOLDER, MOVED };

struct image {
	dev_t dev;
	ino_t ino;
	int fd;
	char *bytes;
	size_t len;
};

struct name {
	enum change change;
	int place;			/* in the folder keep; 0: nowhere */
	char *path, *to;
};

static struct {
	const char *keep;
	bool names_stay;
	struct image images[FILES_MAX];
	size_t image_count;
	struct name names[NAMES_MAX];
	size_t name_count;
	int places;
} power;

static void
give_up(const char *what)
{
	fprintf(stderr, "power.c: %s: %s\n", what, strerror(errno));
	abort();
}

static void *
or_give_up(void *p)
{
	if (!p)
		give_up("memory");
	return p;
}

void
power_begin(const char *keep, bool names_stay)
{
	power.keep = keep;
	power.names_stay = names_stay;
	if (!keep)
		give_up("FAULTS_KEEP is not set");
}

/* ---- bytes ---- */

static void
take_image(struct image *image)
{
	struct stat st;
	ssize_t n;

	if (fstat(image->fd, &st) != 0)
		give_up("fstat");
	image->len = (size_t)st.st_size;
	free(image->bytes);
	image->bytes = or_give_up(malloc(image->len + 1));
	for (size_t at = 0; at < image->len; at += (size_t)n) {
		n = syscall(SYS_pread64, image->fd, image->bytes + at,
		    image->len - at, at);
		if (n <= 0)
			give_up("pread");
	}
}

static void
put_image(const struct image *image)
{
	ssize_t n;

	if (syscall(SYS_ftruncate, image->fd, image->len) != 0)
		give_up("ftruncate");
	for (size_t at = 0; at < image->len; at += (size_t)n) {
		n = syscall(SYS_pwrite64, image->fd, image->bytes + at,
		    image->len - at, at);
		if (n <= 0)
			give_up("pwrite");
	}
}

static struct image *
find_image(const struct stat *st)
{
	for (size_t i = 0; i < power.image_count; i++)
		if (power.images[i].dev == st->st_dev &&
		    power.images[i].ino == st->st_ino)
			return &power.images[i];
	return NULL;
}

bool
power_will_write(const char *path)
{
	struct image *image;
	struct stat st;

	if (!power.keep || stat(path, &st) != 0)
		return false;
	if (!S_ISREG(st.st_mode) || find_image(&st))
		return true;
	if (power.image_count == FILES_MAX)
		give_up("too many files");
	image = &power.images[power.image_count];
	image->fd = (int)syscall(SYS_openat, AT_FDCWD, path,
	    O_RDWR | O_CLOEXEC, 0);
	if (image->fd < 0)
		return true;		/* the program cannot write it either */
	image->dev = st.st_dev;
	image->ino = st.st_ino;
	take_image(image);
	power.image_count++;
	return true;
}

/* ---- names ---- */

static void
keep_path(char *out, size_t size, int place)
{
	snprintf(out, size, "%s/%d-%d", power.keep, (int)getpid(), place);
}

static void
add_name(enum change change, int place, const char *path, const char *to)
{
	struct name *name;

	if (!power.keep || power.names_stay)
		return;
	if (power.name_count == NAMES_MAX)
		give_up("too many names");
	name = &power.names[power.name_count++];
	name->change = change;
	name->place = place;
	name->path = or_give_up(strdup(path));
	name->to = to ? or_give_up(strdup(to)) : NULL;
}

void
power_made(const char *path)
{
	add_name(MADE, 0, path, NULL);
}

void
power_made_folder(const char *path)
{
	add_name(MADE_FOLDER, 0, path, NULL);
}

/* -1: nothing is there; 0: a folder. */
int
power_will_go(const char *path)
{
	struct stat st;
	char kept[4096];

	if (!power.keep || power.names_stay || lstat(path, &st) != 0)
		return -1;
	if (S_ISDIR(st.st_mode))
		return 0;
	keep_path(kept, sizeof(kept), ++power.places);
	if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, kept, 0) != 0)
		give_up(kept);
	return power.places;
}

void
power_gone(int place, const char *path)
{
	if (place >= 0)
		add_name(place > 0 ? GONE : GONE_FOLDER, place, path, NULL);
}

void
power_moved(int place, const char *from, const char *to)
{
	add_name(MOVED, place > 0 ? place : 0, from, to);
}

static long
move_back(const char *from, const char *to)
{
	return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

static void
take_back(const struct name *name)
{
	char kept[4096];
	long rc = 0;

	keep_path(kept, sizeof(kept), name->place);
	switch (name->change) {
	case MADE:
		rc = syscall(SYS_unlinkat, AT_FDCWD, name->path, 0);
		break;
	case MADE_FOLDER:
		rc = syscall(SYS_unlinkat, AT_FDCWD, name->path, AT_REMOVEDIR);
		break;
	case GONE:
		rc = move_back(kept, name->path);
		break;
	case GONE_FOLDER:
		rc = syscall(SYS_mkdirat, AT_FDCWD, name->path, 0700);
		break;
	case MOVED:
		rc = move_back(name->to, name->path);
		if (rc == 0 && name->place > 0)
			rc = move_back(kept, name->to);
		break;
	}
	if (rc != 0)
		give_up(name->path);
}

static void
forget_names(void)
{
	while (power.name_count > 0) {
		struct name *name = &power.names[--power.name_count];

		free(name->path);
		free(name->to);
	}
}

void
power_synced(int fd)
{
	struct image *image;
	struct stat st;

	if (!power.keep || fstat(fd, &st) != 0)
		return;
	image = find_image(&st);
	if (image)
		take_image(image);
	forget_names();
}

void
power_cut(void)
{
	if (!power.keep)
		return;
	for (size_t i = 0; i < power.image_count; i++)
		put_image(&power.images[i]);
	while (power.name_count > 0)
		take_back(&power.names[--power.name_count]);
}
