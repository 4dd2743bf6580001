/*
 * words.h - what the collector says to interviewers, in French and English.
 * One catalogue, words.c. A text holds %1 to %6 where arguments go.
 */
#ifndef RECOLTE_COLLECTOR_WORDS_H
#define RECOLTE_COLLECTOR_WORDS_H

#include <stdarg.h>
#include <stdio.h>

#include "formspec/failure.h"
#include "kit/base/buf.h"
#include "kit/base/cli.h"

enum language { ENGLISH, FRENCH, LANGUAGE_COUNT };

/* words.c has the texts. */
enum word {
	/* keys */
	W_PASSPHRASE_CHANGED, W_PASSPHRASE_NONE, W_CODE, W_UNLOCKED,
	/* copies, wiping */
	W_COPY_BACKUP, W_COPY_MACHINE, W_COPY_PLACE, W_PURGED, W_ERASED,
	W_CLOSED, W_CLOSED_LEFT,
	W_BACKED_UP, W_RESTORED, W_SET_ASIDE,
	/* doctor */
	W_D_GOOD, W_D_NOTE, W_D_MENDED, W_D_BAD, W_D_FAILED, W_D_HOPELESS,
	W_D_FILE, W_D_FILE_BAD, W_D_FILE_SAYS, W_D_ROWS, W_D_ROW_BAD, W_D_CHAINS,
	W_D_CHAIN_BAD, W_D_NO_CHAIN, W_D_BUSY, W_D_DEPOT, W_D_DEPOT_MENDED,
	W_DEPOT_TORN,
	W_D_DEPOT_AHEAD, W_D_LEFTOVER, W_D_PLACE, W_D_NETWORK, W_D_MOVING,
	W_D_SYNCHRONISED, W_D_ROOM, W_D_ROOM_BAD, W_D_CLOCK, W_D_CLOCK_BAD,
	W_D_NO_HUB,
	W_D_HUB, W_D_HUB_AWAY, W_D_ALL_DELIVERED, W_D_ONLY_HERE, W_D_IN_BACKUP,
	/* join */
	W_PASSPHRASE, W_PASSPHRASE_NEW, W_PASSPHRASE_AGAIN, W_JOINED,
	W_WAIT_FOR_ADMISSION, W_REQUEST_SENT, W_REQUEST_LATER, W_JOINED_AGAIN,
	W_JOIN_REFUSED, W_REFUSED_EXPIRED, W_REFUSED_USED, W_REFUSED_UNKNOWN,
	W_REFUSED_FORGED,
	/* import */
	W_REFUSED, W_PARTIAL_KEPT, W_IMPORT_SUMS, W_PROGRESS,
	/* problems of an answer */
	W_P_REQUIRED, W_P_CONSTRAINT, W_P_TYPE, W_P_CHOICE, W_P_COUNT,
	W_P_EXPRESSION, W_P_UNKNOWN, W_P_CASE,
	/* sync */
	W_NO_HUB_YET, W_HUB_AT, W_MANIFEST, W_ADMITTED, W_NOT_ADMITTED, W_STILL_WAITS,
	W_REVOKED, W_FORM, W_FRAME, W_RECEIPTS, W_PACKED, W_SUBJECT_SENT, W_DRAFT_LEFT,
	W_ENROLMENT_SENT, W_NEW_CHAIN, W_OTHER_COPY, W_HUB_BEHIND,
	W_HUB_DIVERGED, W_HUB_BROKEN, W_STICK_EMPTY, W_STICK_WRITTEN,
	W_STICK_ENROLMENT, W_NOTHING, W_SYNC_SUMS,
	/* a hub on a network */
	W_T_NO_NETWORK, W_T_LOGIN_PAGE, W_T_CERTIFICATE, W_T_EXPIRED, W_T_CLOCK,
	W_T_PROXY, W_T_DENIED, W_T_FULL, W_T_NOT_FOUND, W_T_STALLED, W_T_HUB,
	W_T_GARBAGE, W_T_UNSPOKEN, W_TRYING_AGAIN,
	/* status, list, show */
	W_STUDY, W_PHASE_PRACTICE, W_PHASE_PRACTISED, W_DEVICE, W_MANIFEST_IS, W_HUB, W_RESPONSES, W_SENDING,
	W_LAST_SYNC, W_LAST_RECEIPT, W_NEVER, W_CASES, W_NOTES_WAIT, W_NO_RESPONSES,
	W_OLDER_FORM, W_OLDER_FORMS,
	W_HISTORY, W_FORM_IS, W_REMARK,
	W_STAGE_DRAFT, W_STAGE_FINAL, W_STAGE_PACKED, W_STAGE_SENT,
	W_STAGE_ASIDE, W_STAGE_MERGED,
	W_STATE_PARTIAL, W_STATE_BROKEN_OFF,
	/* cases, in the order of enum case_status first */
	W_CASE_OPEN, W_CASE_TAKEN, W_CASE_ANSWERED, W_CASE_ANSWERED_ONLINE,
	W_CASE_REFUSED, W_CASE_DO_NOT_CONTACT, W_CASE_OTHER, W_CASE_MINE,
	W_CASE_ATTEMPTS, W_CASE_BY, W_CASE_CALL_BACK, W_CASE_DUE,
	W_CASE_BEGUN, W_CASE_PARTIAL, W_CASE_LOGGED, W_CASE_ADDED, W_NO_CASES,
	W_CASE_ANYWAY, W_CASE_GO_ON, W_DOWN, W_DOWN_OLD, W_DOWN_SKIPPED,
	W_CORRECTED_BY, W_CORRECTED_TAKEN, W_OVERLAP_OURS, W_OVERLAP_THEIRS,
	W_OVERLAP_DRAFT,
	W_HOW_PHONE, W_HOW_MAIL, W_HOW_VISIT, W_HOW_VIDEO, W_HOW_OTHER,
	/* correct */
	W_CORRECTED, W_ATTACHED,
	/* ask */
	W_ASK_START, W_ASK_RESUMED, W_ASK_HELP, W_ASK_MORE, W_NOW, W_CHOOSE_ONE,
	W_CHOOSE_MANY, W_RANK_ALL, W_LONG_LIST, W_FOUND, W_FOUND_MORE,
	W_FOUND_NONE, W_NO_SUCH_CHOICE,
	W_TYPE_DATE, W_TYPE_TIME, W_TYPE_DATETIME, W_TYPE_OK, W_TYPE_FILE,
	W_TYPE_PLACE, W_TYPE_MONTH, W_TYPE_YEAR, W_TYPE_WAY, W_TYPE_AREA,
	W_TYPE_CODE, W_TYPE_LINES, W_TYPE_MASKED, W_HOW_RANGE,
	W_HOW_RANGE_STEP, W_MAY_BOTH, W_MAY_REFUSE, W_MAY_NOT_KNOW,
	W_REFUSED_NOW, W_UNKNOWN_NOW, W_NO_NONRESPONSE, W_LEFT_OPEN,
	W_ASK_REMARK, W_REMARK_HOW, W_JUMP_PICK, W_SECTION_TOLD, W_SECTION_OPEN,
	W_SECTION_BEGUN, W_SECTION_COMPLETE, W_SECTION_PICK, W_LANGUAGE_PICK,
	W_REMOVED, W_NOTHING_TO_UNDO, W_BACK_AGAIN, W_CAN_UNDO, W_ADD_HOW,
	W_KEPT_FLAGGED, W_ADD_FIRST,
	W_ADD_ANOTHER, W_INSTANCE, W_YES_OR_NO, W_AT_START, W_END_CLEAN,
	W_END_PROBLEMS, W_END_OVERRULE, W_END_HELP,
	W_END_MORE, W_WHY_CHANGED, W_NOTHING_CHANGED, W_ABANDONED, W_REFERENCE,
	W_REASON, W_REASON_NEEDED, W_FINALISED, W_CLOSED_PARTIAL,
	W_CLOSED_BROKEN, W_SLIP_REFERENCE, W_SLIP_RIGHTS,
	W_SLIP_RIGHTS_NOTICE, W_SLIP_RIGHTS_ASK,
	W_MOVED, W_MOVED_REASON, W_NEWER_FORM,
	W_KEPT_DRAFT, W_NO_SUCH_FILE,
	WORD_COUNT
};

const char *word_text(enum language language, enum word word);
/* Append the text with its arguments, strings; the last one is NULL. */
void word_add(struct buf *out, enum language language, enum word word, ...);
/* What both do with any text of a catalogue; the list ends with NULL. */
enum { WORD_ARGUMENTS_MAX = 9 };
void word_fill(struct buf *out, const char *text, va_list list);
/* The same as a line on a stream. */
void word_say(FILE *out, enum language language, enum word word, ...);

/* Append what a message of the code, a failure, says in that language. */
void word_message(struct buf *out, enum language language,
    const char *message);
/* The same for cli_program: in the language that the command line asks for. */
void word_answer(struct buf *out, const struct cli *cli, const char *message);
extern const struct failure_words collector_failures[], collector_help[];
/* All that the collector is made of, for failure_say_of(). */
extern const struct failure_words *const collector_tables[];

/*
 * Append the subject of a commit ("k3f9qz2m #42: 1 interview (1 new, ...)"),
 * which is English on its way, in that language.
 */
void word_add_subject(struct buf *out, enum language language,
    const char *subject);

/* "fr", "Français (fr)", "fr_FR.UTF-8" are French, the rest is English. */
enum language language_of(const char *name);
/* "en" or "fr", as failure_say() wants it. */
const char *language_code(enum language language);
/* --language, or the environment's. */
enum language language_asked(const struct cli *cli);

#endif
