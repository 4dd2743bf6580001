#include "merger/study/news.h"

#include <string.h>

/* Of the index: something is to be told; and main as we left it. */
static const char waiting[] = "down_waits", left_at[] = "down_main";

const struct err *
news_note(struct workspace *ws)
{
	return index_set(ws->index, waiting, "1");
}

const struct err *
news_wait(struct workspace *ws, bool *out)
{
	struct buf asked = BUF_INIT, left = BUF_INIT;
	char tip[DEPOT_ID_TEXT_MAX] = "";
	const struct err *err = index_setting(ws->index, waiting, &asked);

	if (err == NULL)
		err = index_setting(ws->index, left_at, &left);
	if (err == NULL)
		err = depot_tip(ws->depot, DEPOT_OWN, "main", tip);
	*out = asked.len > 0 || strcmp(buf_str(&left), tip) != 0;
	buf_free(&asked);
	buf_free(&left);
	return err;
}

const struct err *
news_told(struct workspace *ws)
{
	char tip[DEPOT_ID_TEXT_MAX] = "";
	const struct err *err = index_set(ws->index, waiting, "");

	if (err == NULL)
		err = depot_tip(ws->depot, DEPOT_OWN, "main", tip);
	return err ? err : index_set(ws->index, left_at, tip);
}
