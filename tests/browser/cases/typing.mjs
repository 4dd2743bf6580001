// What is typed while replies come, slowly or not at all: no character is lost,
// and nothing that was said to be saved.
import { createServer } from "node:http";
import { join } from "node:path";
import { becomes, is, ok } from "../check.mjs";
import { Window } from "../window.mjs";

const here = new URL("..", import.meta.url).pathname;
const TEXT = "Une phrase assez longue, tapée pendant que des réponses arrivent.";
const SLOW_MS = 400, KEY_MS = 15;

const field = (w, path) => w.page.locator(`[id="a-${path}"]`);
const stored = async (study, id, path) =>
    (await study.show("lap", id)).fields[path] ?? "";

async function begin(w, server) {
	await w.enter(server);
	await w.follow(w.button("NEW_INTERVIEW"));
	return new URL(w.page.url()).pathname.split("/").pop();
}

// Each reply comes late: several words are typed meanwhile.
async function while_replies_come(w, study, id) {
	const { page } = w;
	await page.route("**/interview/*", async route => {
		if (route.request().method() === "POST")
			await new Promise(r => setTimeout(r, SLOW_MS));
		await route.continue();
	});
	await field(w, "typed/line").click();
	for (const word of TEXT.split(/(?<= )/)) {
		await page.keyboard.type(word, { delay: KEY_MS });
		await page.waitForTimeout(60);
	}
	await page.keyboard.press("Home");
	await page.keyboard.type("Oui. ", { delay: KEY_MS });
	await page.waitForTimeout(700);
	await page.keyboard.type("Bien. ", { delay: KEY_MS });
	is("what stands in the field", await field(w, "typed/line").inputValue(),
	    `Oui. Bien. ${TEXT}`);
	await page.keyboard.press("Tab");
	await w.saved();
	await becomes("what the store has", () => stored(study, id, "typed/line"),
	    `Oui. Bien. ${TEXT}`);
	await page.unroute("**/interview/*");
}

// A failure comes above the field that is typed in, and goes.
async function while_it_is_wrong(w) {
	const { page } = w;
	await field(w, "typed/age").click();
	await page.keyboard.type("1");
	await page.locator(`[id="e-typed/age"]`).waitFor();
	await page.keyboard.type("9");
	is("typed on", await field(w, "typed/age").inputValue(), "19");
	await page.locator(`[id="e-typed/age"]`).waitFor({ state: "detached" });
	await becomes("what hangs on it changes", () => page.locator("#sheet")
	    .textContent().then(t => t.includes("38")), true);
	ok("the focus stays", await field(w, "typed/age").evaluate(f =>
	    f === document.activeElement));
}

// Leaving the sheet at once after the last key.
async function while_leaving(w, study, id) {
	await field(w, "typed/lines").click();
	await w.page.keyboard.type("parti", { delay: KEY_MS });
	await w.follow(w.button("NEXT"));
	is("kept before it was left", await stored(study, id, "typed/lines"),
	    "parti");
	await w.follow(w.button("BEFORE"));
}

// Another window at the same interview: what it has not seen it does not
// overwrite, and what it typed is shown beside what stands.
async function while_another_writes(w, other, study, id) {
	const { page } = w;
	await other.go(new URL(page.url()).pathname + "?at=typed%2Fline");
	await field(w, "typed/lines").fill("ici");
	await field(w, "typed/page").fill("https://ici.fr");
	await page.keyboard.press("Tab");
	await w.saved();
	await other.page.waitForTimeout(100);
	await field(other, "typed/mail").fill("a@b.fr");
	await field(other, "typed/lines").fill("");
	await field(other, "typed/lines").pressSequentially("là", { delay: 300 });
	const box = other.page.locator("[id='q-typed/lines'] .error");
	await box.waitFor();
	await becomes("it says what is not kept", () =>
	    box.locator("q").textContent(), "là");
	is("and that not all is", await other.page.locator("#saved").textContent(),
	    other.say("UNKEPT"));
	is("what was there stays", await stored(study, id, "typed/lines"), "ici");
	is("the other ones too", await stored(study, id, "typed/page"),
	    "https://ici.fr");
	is("what nobody else wrote is kept", await stored(study, id, "typed/mail"),
	    "a@b.fr");
	await other.axe("two answers");
	await other.button("TAKE_THIS").click();
	await box.waitFor({ state: "detached" });
	await other.saved();
	is("chosen", await stored(study, id, "typed/lines"), "là");
	/* And back: this one has not seen that. */
	await field(w, "typed/lines").fill("et ici");
	await page.locator("[id='q-typed/lines'] .error").waitFor();
	await w.button("LEAVE_THAT").click();
	await w.saved();
	is("left as it was", await field(w, "typed/lines").inputValue(), "là");
}

// An instance goes in the other window while something is typed in it here.
async function while_its_repeat_goes(w, other, study, id) {
	const { page } = w;
	const there = "?at=houses%2B";
	const path = new URL(page.url()).pathname;
	await w.go(path + there);
	await page.locator("button[value='add:houses+']").click();
	const street = page.locator("[id^='a-houses['][id$='street']");
	await street.fill("Rue");
	await page.keyboard.press("Tab");
	await w.saved();
	await other.go(path + there);
	await other.page.locator("button[value^='remove:houses[']").first().click();
	await other.page.locator("#undo").waitFor();
	await street.fill("Rue Haute");
	const box = page.locator("#unkept .error");
	await box.waitFor();
	is("what was typed stays on the page", await box.locator("q").textContent(),
	    "Rue Haute");
	is("it is not said to be saved", await page.locator("#saved").textContent(),
	    w.say("UNKEPT"));
	await w.axe("an answer whose repeat is gone");
	await w.button("BRING_BACK").click();
	await box.waitFor({ state: "detached" });
	await w.saved();
	is("it is back, with it", await street.inputValue(), "Rue Haute");
	const shown = (await study.show("lap", id)).fields;
	ok("in the store", Object.values(shown).includes("Rue Haute"));
	await w.go(path + "?at=typed%2Fline");
}

// The form keeps a trail that notes where it was: when the browser says so.
async function where_it_was(w, study, server, windows, chrome, id) {
	const there = await Window.open(chrome, { language: "fr", mode: "question",
	    more: { permissions: ["geolocation"],
	    geolocation: { latitude: 50.5, longitude: 3.25 } } });
	windows.push(there);
	await there.enter(server);
	await there.go(`/interview/${id}?at=typed%2Fpage`);
	await becomes("the browser says where it is", () =>
	    there.page.locator("input[name=place]").inputValue(), "50.5 3.25 0 0");
	await there.follow(there.button("NEXT"));
	await there.follow(there.button("BEFORE"));
	await field(there, "typed/page").fill("https://la.fr");
	await there.page.keyboard.press("Tab");
	await there.saved();
	const trail = await stored(study, id, ".draft/audit");
	ok("the trail has it", /typed\/page,\d+,\d+,50\.5,3\.25,0\n/.test(trail));
	ok("what was before has no place", /typed\/line,\d+,\d+,,,\n/.test(trail));
}

// The program dies: the window says so, keeps what is typed, and lets nobody
// leave. Who listens on that port meanwhile is asked, and told nothing.
async function while_it_is_dead(w, study, server, id) {
	const { page } = w;
	w.allowed = /ERR_CONNECTION_REFUSED|Failed to load/;
	await field(w, "typed/line").fill("gardé");
	await page.keyboard.press("Tab");
	await becomes("saved", () => stored(study, id, "typed/line"), "gardé");
	await w.saved();
	await server.end("SIGKILL");
	await field(w, "typed/line").fill("gardé, puis rattrapé");
	await becomes("it says so", () => page.locator("#saved").textContent(),
	    w.say("NOT_SAVED"));
	await w.button("NEXT").click();
	is("nobody leaves", await field(w, "typed/line").inputValue(),
	    "gardé, puis rattrapé");
	const heard = [];
	const thief = createServer((request, reply) => {
		heard.push(`${request.method} ${request.url}`);
		reply.end(`${"0".repeat(24)} ${"0".repeat(32)}`);
	}).listen(new URL(server.origin).port, "127.0.0.1");
	await becomes("somebody else is asked", async () => heard.length > 0, true);
	await new Promise(r => setTimeout(r, 300));
	is("and nothing else", heard.filter(h => h !== "GET /again"), []);
	thief.closeAllConnections();
	await new Promise(r => thief.close(r));
}

// The next program is where the last one was; once its address was opened in
// the same browser, the old window sends what it holds.
async function when_it_is_back(w, study, server, id) {
	const next = await study.serve("lap");
	is("the same place", next.origin, server.origin);
	w.allowed = /ERR_CONNECTION_REFUSED|Failed to load/;
	const old = w.page;
	w.page = await w.context.newPage();
	await w.enter(next);
	await becomes("what the old window held", () => stored(study, id,
	    "typed/line"), "gardé, puis rattrapé");
	await w.page.close();
	w.page = old;
	await w.saved();
	await field(w, "typed/line").fill("et la suite");
	await w.page.keyboard.press("Tab");
	await w.saved();
	await next.end();
}

export default async function ({ chrome, study, windows }) {
	await study.init({ form: join(here, "widgets.md") });
	await study.laptop("lap", "Léa");
	const server = await study.serve("lap");
	const w = await Window.open(chrome, { language: "fr", mode: "section" });
	windows.push(w);
	const id = await begin(w, server);
	await while_replies_come(w, study, id);
	await while_it_is_wrong(w);
	await while_leaving(w, study, id);
	const other = await Window.open(chrome, { language: "fr", mode: "section" });
	windows.push(other);
	await other.enter(server);
	await while_another_writes(w, other, study, id);
	await while_its_repeat_goes(w, other, study, id);
	await where_it_was(w, study, server, windows, chrome, id);
	await while_it_is_dead(w, study, server, id);
	await when_it_is_back(w, study, server, id);
	const again = await Window.open(chrome, { language: "fr", mode: "section" });
	windows.push(again);
	await again.enter(await study.serve("lap"));
	await again.follow(again.page.locator(`a[href^="/interview/${id}"]`));
	is("what was saved is there", await field(again, "typed/line").inputValue(),
	    "et la suite");
}
