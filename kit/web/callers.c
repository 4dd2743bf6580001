/* callers.c - see callers.h. */
#include "kit/web/callers.h"

#include "kit/base/mem.h"

static void
take_out(struct caller *c)
{
	struct callers *all = c->callers;

	*(c->older ? &c->older->newer : &all->oldest) = c->newer;
	*(c->newer ? &c->newer->older : &all->newest) = c->older;
	c->older = c->newer = NULL;
	all->count--;
}

static void
put_last(struct callers *all, struct caller *c)
{
	c->older = all->newest;
	*(all->newest ? &all->newest->newer : &all->oldest) = c;
	all->newest = c;
	all->count++;
}

/* One that is in the middle of a request is never hung up. */
static struct caller *
longest_idle(const struct callers *all)
{
	struct caller *known = NULL;

	for (struct caller *c = all->oldest; c != NULL; c = c->newer) {
		if (c->busy)
			continue;
		if (!c->ours)
			return c;
		if (known == NULL)
			known = c;
	}
	return known;
}

struct caller *
callers_come(struct callers *all, intptr_t socket)
{
	struct caller *c = mem_alloc(sizeof(*c)), *idle;

	if (all->count >= CALLERS_MAX && (idle = longest_idle(all)) != NULL) {
		take_out(idle);
		idle->callers = NULL;
		all->hang_up(idle->socket);
	}
	*c = (struct caller){ .callers = all, .socket = socket };
	put_last(all, c);
	return c;
}

void
callers_leave(struct caller *c)
{
	if (c != NULL && c->callers != NULL)
		take_out(c);
	mem_free(c);
}

static void
did_something(struct caller *c, bool busy, bool ours)
{
	struct callers *all = c->callers;

	c->busy = busy;
	c->ours = ours;
	if (all == NULL)
		return;
	take_out(c);
	put_last(all, c);
}

void
caller_asks(struct caller *c)
{
	did_something(c, true, c->ours);
}

void
caller_served(struct caller *c, bool ours)
{
	did_something(c, false, ours);
}
