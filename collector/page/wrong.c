/* wrong.c - what cannot stand as it is: in a list whose entries lead there. */
#include "collector/interview/problems.h"
#include "collector/page/widget.h"

/* ---- the list ---- */

static void
put_problem(struct sheet *sheet, const struct problem *problem,
    const char *page)
{
	struct view *view = sheet->view;
	struct buf path = BUF_INIT, text = BUF_INIT;

	answer_path(&path, problem->answer);
	problem_add(&text, view->language, sheet->instance, problem, true);
	html_add(view->out, "<li><a href=\"%s", page);
	if (page[0] != '\0')
		html_url(view->out, buf_str(&path));
	html_add(view->out, "#q-%s\">%s</a></li>\n", buf_str(&path),
	    buf_str(&text));
	buf_free(&path);
	buf_free(&text);
}

void
wrong_list(struct sheet *sheet, const struct problem *items, size_t count,
    const char *page)
{
	struct view *view = sheet->view;

	/* It has the focus: a browser that reads aloud begins here. */
	buf_add(view->out, "<div class=\"summary\" id=\"wrong\" "
	    "role=\"group\" tabindex=\"-1\" autofocus "
	    "aria-labelledby=\"obstacles\"><h2 id=\"obstacles\">");
	view_say(view, count == 1 ? SAY_END_ONE : SAY_END_MANY,
	    arena_printf(view->request->arena, "%zu", count), (char *)NULL);
	buf_add(view->out, "</h2>\n<ul>\n");
	for (size_t i = 0; i < count; i++)
		put_problem(sheet, &items[i], page);
	buf_add(view->out, "</ul>\n");
}

/* ---- of one sheet ---- */

/* Not what is missing, which the end asks for; nor what nobody can mend here. */
static bool
is_wrong(const struct stop *stop)
{
	const struct answer *a = stop->answer;

	return stop->kind == STOP_QUESTION && !a->readonly && !a->calculated &&
	    (!a->type_ok || !a->choice_ok || !a->constraint_ok);
}

static struct problem
problem_of(const struct stop *stop)
{
	const struct answer *a = stop->answer;

	return (struct problem){ !a->type_ok ? PROBLEM_TYPE : !a->choice_ok ?
	    PROBLEM_CHOICE : PROBLEM_CONSTRAINT, stop->answer };
}

bool
wrong_holds(const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++)
		if (is_wrong(&sheet->stops.items[sheet->first + i]))
			return true;
	return false;
}

void
wrong_show(struct sheet *sheet)
{
	struct view *view = sheet->view;
	struct problem *items = arena_alloc_n(view->request->arena,
	    sheet->count + 1, sizeof(*items));
	size_t count = 0;

	for (size_t i = 0; i < sheet->count; i++) {
		const struct stop *stop =
		    &sheet->stops.items[sheet->first + i];

		if (is_wrong(stop))
			items[count++] = problem_of(stop);
	}
	if (count == 0)
		return;
	wrong_list(sheet, items, count, "");
	view_put(view, "<p><button name=\"do\" value=\"anyway\" "
	    "class=\"second\">", SAY_NEXT_ANYWAY, "</button></p></div>\n");
}
