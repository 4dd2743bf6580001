/*
 * rescue.h - a store in a file, sealed to the coordinators; and the ways back
 * that a coordinator opens with a code. Without a terminal.
 */
#ifndef RECOLTE_COLLECTOR_RESCUE_H
#define RECOLTE_COLLECTOR_RESCUE_H

#include "collector/store/store.h"

/*
 * Write a backup of the store, which is unlocked; others may go on writing.
 * ERR_USAGE: path is there already, and is not to be replaced. ERR_DENIED: the
 * study is closed, and nobody could open it.
 */
const struct err *rescue_backup(struct store *store, const char *path,
    bool replace) MUST_CHECK;

/*
 * Gives a store that is open its new passphrase; what it refuses ends the
 * rescue, and everything stays as it was.
 */
typedef const struct err *(*rescue_chooser)(void *data, struct store *store);

/*
 * The store out of a backup that a coordinator has put under a code
 * (code_read()), into a folder that has none. *moved: STORE_RESTORED when it
 * goes on as a copy. ERR_USAGE: a store is there. Errors else as
 * backup_restore(); ERR_FOREIGN: not that of the device that signed it.
 */
const struct err *rescue_restore(enum store_moved *moved, const char *folder,
    const char *from, const char *code, rescue_chooser choose, void *data)
    MUST_CHECK;

/*
 * Open a store whose passphrase was forgotten with a coordinator's file, whose
 * bytes these are; name: what messages call it. Errors as unlock_read();
 * ERR_FOREIGN: for another store; ERR_FORMAT: it belongs to a backup.
 */
const struct err *rescue_unlock(struct store *store, struct slice file,
    const char *name, const char *code, rescue_chooser choose, void *data)
    MUST_CHECK;

#endif
