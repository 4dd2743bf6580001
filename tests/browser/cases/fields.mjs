// Every kind of field, by hand: what is picked, typed, moved and sent is in the
// store; what an answer changes changes at once, and nothing else moves.
import { becomes, is, ok } from "../check.mjs";
import { Window } from "../window.mjs";
import { writeFileSync } from "node:fs";

const form = new URL("../widgets.md", import.meta.url).pathname;
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAC0lEQVR" +
    "4nGNgAAIAAAUAAXpeqz8AAAAASUVORK5CYII=", "base64");

export default async function ({ chrome, study, windows }) {
	await study.init({ form });
	await study.laptop("lap", "Léa");
	const server = await study.serve("lap");
	const w = await Window.open(chrome, { language: "fr", mode: "section",
	    more: { permissions: ["geolocation"],
	    geolocation: { latitude: 50.5, longitude: 3.25, accuracy: 12 } } });
	windows.push(w);
	await w.enter(server);
	const id = await begin(w);
	const kept = async path => (await fields(study, id))[path] ?? "";
	for (const part of [typed, held, picked, searched, table, ordered, places,
	    repeats]) {
		await part(w, id, kept, study);
	}
	await looks(w, id, windows, chrome, server);
	await unscripted(chrome, server, windows, study);
}

async function begin(w) {
	await w.go("/");
	await w.follow(w.button("NEW_INTERVIEW"));
	return new URL(w.page.url()).pathname.split("/").pop();
}

async function fields(study, id) {
	return (await study.show("lap", id)).fields;
}

// The block of a question, by its path.
const block = (w, path) => w.page.locator(".block").filter({ has:
    w.page.locator(`input[name=q][value^="${path} "]`) });
const field = (w, path) => w.page.locator(`[id="a-${path}"]`);
const go = (w, id, at) => w.go(`/interview/${id}?at=${encodeURIComponent(at)}`);
const focused = w => w.page.evaluate(() => document.activeElement.id);

async function type(w, path, text) {
	await field(w, path).click();
	await field(w, path).fill("");
	await w.page.keyboard.type(text);
	await w.saved();
}

async function typed(w, id, kept) {
	await go(w, id, "typed/line");
	ok("a form's markup is no markup of ours",
	    await w.page.locator("main script:not([src])").count() === 0);
	await type(w, "typed/line", `<b>"L'été"</b>`);
	await type(w, "typed/lines", "un\ndeux");
	await type(w, "typed/budget", "1 234 567");
	await type(w, "typed/share", "0,25");
	await type(w, "typed/age", "12");
	await becomes("the message of the form", () => block(w, "typed/age")
	    .locator(".error").textContent(), "Entre 18 et 119 ans.");
	is("the caret stays in the field", await focused(w), "a-typed/age");
	is("it is said to be wrong", await field(w, "typed/age")
	    .getAttribute("aria-invalid"), "true");
	await type(w, "typed/age", "40");
	await becomes("a note says what was computed", () => w.page.locator(
	    "[id='note-typed/told']").textContent().then(t => t.trim()),
	    "Le double : 80");
	await type(w, "typed/age", "quarante");
	await becomes("what was typed stays", () => field(w, "typed/age")
	    .inputValue(), "quarante");
	await type(w, "typed/age", "41");
	is("the text", await kept("typed/line"), `<b>"L'été"</b>`);
	is("lines", await kept("typed/lines"), "un\ndeux");
	is("thousands", await kept("typed/budget"), "1234567");
	is("a decimal comma", await kept("typed/share"), "0.25");
	await w.page.reload();
	is("thousands are apart", await field(w, "typed/budget").inputValue(),
	    "1\u202f234\u202f567");
	is("what is masked is", await field(w, "typed/secret")
	    .getAttribute("type"), "password");
	/* A remark, closed until there is one. */
	const remark = block(w, "typed/code").locator(".remark");
	await remark.locator("summary").click();
	await remark.locator("textarea").fill("Illisible <ici>");
	await w.saved();
	await becomes("the remark", () => kept(".remark/typed/code"),
	    "Illisible <ici>");
}

const place = w => new URL(w.page.url()).searchParams.get("at");

// Who goes on with what cannot be is told so, and may go on all the same.
async function held(w, id, kept) {
	await go(w, id, "typed/age");
	await type(w, "typed/age", "12");
	const at = place(w).split("/")[0];
	await w.follow({ click: () => w.page.keyboard.press("Enter") });
	is("it stays there", place(w).split("/")[0], at);
	is("what is wrong has the focus", await focused(w), "wrong");
	is("and is named", await w.page.locator("#wrong li").count(), 1);
	await w.page.locator("#wrong a").click();
	await becomes("and leads to the field", () => focused(w), "a-typed/age");
	await type(w, "typed/age", "40");
	await becomes("it goes when it is mended", () => w.page.locator("#wrong")
	    .isVisible(), false);
	await type(w, "typed/age", "12");
	await w.follow(w.button("NEXT_ANYWAY"));
	ok("nobody is held", place(w).split("/")[0] !== at);
	is("what was typed is kept", await kept("typed/age"), "12");
	await go(w, id, "typed/age");
	await type(w, "typed/age", "41");
	await w.follow(w.button("NEXT"));
	ok("on", place(w).split("/")[0] !== at);
}

async function picked(w, id, kept) {
	await go(w, id, "chosen/yes");
	const choice = (path, value) => block(w, path).locator(
	    `.choice:has(input[value="${value}"])`);
	await choice("chosen/yes", "y").click();
	await choice("chosen/many", "red").click();
	await choice("chosen/many", "none").click();
	await becomes("the form's own rule", () => block(w, "chosen/many")
	    .locator(".error").textContent(), "Aucune, ou lesquelles.");
	await choice("chosen/many", "none").click();
	await choice("chosen/many", "blue").click();
	await choice("chosen/likert", "4").click();
	await choice("chosen/buttons", "green").click();
	await choice("chosen/pictures", "green").click();
	ok("choices have their pictures", await choice("chosen/pictures", "red")
	    .locator("img").evaluate(i => i.complete && i.naturalWidth === 48));
	const folded = block(w, "chosen/minimal_many").locator("details.folded");
	await folded.locator("summary").click();
	await choice("chosen/minimal_many", "yellow").click();
	await becomes("what is picked is the title", () => folded.locator("summary")
	    .textContent(), "Jaune");
	ok("the list stays open", await folded.evaluate(d => d.open));
	await block(w, "chosen/minimal").locator("select").selectOption("blue");
	await choice("chosen/region", "hdf").click();
	await choice("chosen/town", "amiens").click();
	await w.saved();
	await choice("chosen/region", "bre").click();
	await becomes("a choice that is not offered any more stays, flagged", () =>
	    block(w, "chosen/town").locator(".stale input").isChecked(), true);
	ok("and is said to be wrong", await block(w, "chosen/town")
	    .locator(".error").isVisible());
	await choice("chosen/town", "rennes").click();
	await becomes("until another one is taken", () =>
	    block(w, "chosen/town").locator(".stale").count(), 0);
	is("one", await kept("chosen/yes"), "y");
	is("several", await kept("chosen/many"), "red blue");
	is("in a list", await kept("chosen/minimal"), "blue");
	is("in a folded list", await kept("chosen/minimal_many"), "yellow");
	/* In place of an answer, where the form allows it. */
	const ways = block(w, "chosen/yes").locator(".way input");
	is("two ways to leave it open", await ways.count(), 2);
	await ways.first().check();
	await becomes("refused", () => kept(".nonresponse/chosen/yes"), "refused");
	is("the answer went", await kept("chosen/yes"), "");
	await ways.last().check();
	await becomes("one of them at a time", () => ways.first().isChecked(), false);
	await choice("chosen/yes", "y").click();
	await becomes("an answer after all", () => ways.last().isChecked(), false);
	await becomes("is the answer", () => kept("chosen/yes"), "y");
	is("and nothing else is said", await kept(".nonresponse/chosen/yes"), "");
	/* A picked button is let go of. */
	await block(w, "chosen/yes").locator(".clear button").click();
	await becomes("the focus is where one answers", () => focused(w),
	    "a-chosen/yes");
	is("the answer is gone", await kept("chosen/yes"), "");
	/* Digits, by the position of the key: on this keyboard "é" is Digit2. */
	await block(w, "chosen/quick").locator("input[type=radio]").first().focus();
	await w.page.keyboard.press("Digit2");
	await becomes("a digit picks", () => block(w, "chosen/quick")
	    .locator("input[value=n]").isChecked(), true);
	await becomes("and that is kept", () => kept("chosen/quick"), "n");
}

async function searched(w, id, kept) {
	await go(w, id, "chosen/commune");
	const one = block(w, "chosen/commune"), input = one.locator("[role=combobox]");
	await input.click();
	await w.page.keyboard.type("chateau moul 3");
	await becomes("found without accents", () => one.locator("[role=option]")
	    .allTextContents(), ["Château-Moulin 3"]);
	is("it is open", await input.getAttribute("aria-expanded"), "true");
	await w.page.keyboard.press("ArrowDown");
	ok("the option is pointed at", (await input.getAttribute(
	    "aria-activedescendant"))?.startsWith("o-chosen/commune"));
	await w.page.keyboard.press("Enter");
	await w.saved();
	is("the field says it", await input.inputValue(), "Château-Moulin 3");
	is("the caret stays", await focused(w), "s-chosen/commune");
	await input.fill("zzz");
	await becomes("nothing is found", () => one.locator(".combo .count")
	    .textContent(), w.say("SEARCH_NONE"));
	await w.page.keyboard.press("Tab");
	is("what is no choice is no answer", await input.inputValue(),
	    "Château-Moulin 3");
	await input.fill("zzz");
	const stays = w.page.url();
	await w.page.keyboard.press("Enter");
	await becomes("who goes on is told so", () => one.locator(".combo .count")
	    .textContent(), w.say("SEARCH_MISSED", "zzz"));
	is("and is where it was", [w.page.url(), await input.inputValue(),
	    await focused(w)], [stays, "Château-Moulin 3", "s-chosen/commune"]);
	const many = block(w, "chosen/communes"), more = many.locator("[role=combobox]");
	for (const [words, label] of [["ile eglise", "Île-Église"],
	    ["AY tour", "Aÿ-Tour"]]) {
		await more.fill(words);
		is("picked, and not said to be saved yet", await many
		    .getByRole("option", { name: label, exact: true }).evaluate(li => {
			li.click();
			return document.getElementById("saved").textContent;
		}), w.say("SAVING"));
		await w.saved();
	}
	await becomes("both are there", () => many.locator(".picked span")
	    .allTextContents().then(t => t.sort()), ["Aÿ-Tour", "Île-Église"]);
	await many.locator(".picked .choice").first().click();
	await becomes("one is gone", () => many.locator(".picked input:checked")
	    .count(), 1);
	ok("one is kept", /^\d+$/.test(await kept("chosen/commune")));
	await input.fill("");
	await w.page.keyboard.press("Tab");
	await becomes("an empty field is no answer", () => kept("chosen/commune"), "");
}

async function table(w, id, kept) {
	await go(w, id, "grid/clear_");
	is("one table", await w.page.locator("table.grid").count(), 1);
	is("columns", await w.page.locator("th[scope=col]").count(), 6);
	is("rows", await w.page.locator("th[scope=row]").count(), 3);
	await w.page.getByRole("radio", { name: "C'est utile (obligatoire) Plutôt",
	    exact: true }).click();
	await w.saved();
	ok("a row", (await kept("grid/useful")) !== "");
	await w.page.locator("[id='a-grid/clear_']").focus();
	await w.page.keyboard.press("Digit5");
	await becomes("a digit picks in the row", () => kept("grid/clear_"), "5");
	await go(w, id, "grid2/walls");
	is("head and rows", await w.page.locator("table.grid tbody tr").count(), 2);
	is("its head is the caption", await w.page.locator("caption").textContent(),
	    "Couleurs");
}

async function ordered(w, id, kept) {
	await go(w, id, "ordered/rank");
	const rank = block(w, "ordered/rank");
	const order = () => rank.locator(".name").allTextContents();
	is("an order that is only shown is no answer", await kept("ordered/rank"), "");
	const down = rank.locator("button[value='down:ordered/rank=red']");
	await down.focus();
	await w.page.keyboard.press("Enter");
	await becomes("moved", async () => (await order())[1], "Rouge");
	await w.saved();
	is("the button keeps the focus", await focused(w), "down-ordered/rank=red");
	await becomes("in the store", () => kept("ordered/rank"),
	    "green red blue yellow none");
	await rank.locator("li").nth(4).dragTo(rank.locator("li").first(),
	    { targetPosition: { x: 20, y: 4 } });
	await becomes("dragged", () => kept("ordered/rank"),
	    "none green red blue yellow");
	await rank.locator(".clear button").click();
	await becomes("no order again", () => kept("ordered/rank"), "");

	const slider = block(w, "ordered/slider").locator("input[type=range]");
	ok("a slider that nobody moved looks so", await slider.evaluate(s =>
	    s.classList.contains("empty")));
	await slider.focus();
	await w.page.keyboard.press("ArrowRight");
	await becomes("moved by a key", () => kept("ordered/slider"), "1");
	await field(w, "ordered/slider").fill("7");
	await becomes("typed", () => slider.inputValue(), "7");
	await becomes("and kept", () => kept("ordered/slider"), "7");
	await field(w, "ordered/slider_v").fill("2,5");
	await becomes("halves", () => kept("ordered/slider_v"), "2.5");
	await block(w, "ordered/slider").locator(".clear button").click();
	await becomes("cleared", () => kept("ordered/slider"), "");
	await becomes("empty again", () => slider.evaluate(s =>
	    s.classList.contains("empty")), true);
	await block(w, "ordered/picker").locator("select").selectOption("8");
	await block(w, "ordered/stars").locator(".star").nth(3).click();
	await field(w, "ordered/ok").check();
	await field(w, "ordered/day").fill("2026-11-23");
	await field(w, "ordered/month").fill("2026-11");
	await field(w, "ordered/year").fill("1999");
	await field(w, "ordered/hour").fill("14:30");
	await field(w, "ordered/moment").fill("2026-11-23T08:15");
	await w.saved();
	await becomes("the last one", async () =>
	    (await kept("ordered/moment")).slice(0, 16), "2026-11-23T08:15");
	const seen = {};
	for (const name of ["picker", "stars", "ok", "day", "month", "year"])
		seen[name] = await kept(`ordered/${name}`);
	is("kept", seen, { picker: "8", stars: "4", ok: "OK", day: "2026-11-23",
	    month: "2026-11-01", year: "1999-01-01" });
}

async function places(w, id, kept, study) {
	await go(w, id, "places/point");
	await block(w, "places/point").locator(".locate button").click();
	await becomes("where the browser is", async () =>
	    (await kept("places/point")).split(" ").slice(0, 2).map(Number),
	    [50.5, 3.25]);
	await type(w, "places/trace", "50,1 3,1\n50,2 3,2");
	await becomes("a line", async () => (await kept("places/trace"))
	    .split(";").length, 2);
	await type(w, "places/shape", "50.1 3.1");
	await becomes("too few for an area", async () => (await block(w,
	    "places/shape").locator(".error").allTextContents()).join()
	    .includes("trois lieux"), true);
	const photo = block(w, "places/photo");
	await photo.locator("input[type=file]").setInputFiles({ name:
	    `a 'b' <i>é.png`, mimeType: "image/png", buffer: PNG });
	await becomes("a picture is shown", () => photo.locator("img.preview")
	    .count(), 1);
	ok("from what was kept", await photo.locator("img.preview").evaluate(
	    async i => { await i.decode(); return i.naturalWidth === 1; }));
	is("its name", await kept("places/photo"), `a 'b' <i>é.png`);
	await photo.locator("input[type=file]").setInputFiles({ name: "b.txt",
	    mimeType: "text/plain", buffer: Buffer.from("x") });
	await becomes("no picture", () => photo.locator(".error").textContent(),
	    w.say("FILE_NO_IMAGE", "b.txt"));
	is("nobody says that it is kept", await w.page.locator("#saved")
	    .textContent(), "");
	is("the one before stays", await kept("places/photo"), `a 'b' <i>é.png`);
	/* A page that is called a picture is never shown as anything. */
	const paper = block(w, "places/paper");
	await paper.locator("input[type=file]").setInputFiles({ name: "p.html",
	    mimeType: "text/html", buffer: Buffer.from("<script>1</script>") });
	await becomes("a file", () => paper.locator(".kept a").count(), 1);
	const reply = await w.page.request.get(new URL(await paper.locator(".kept a")
	    .getAttribute("href"), w.origin).href);
	is("is only to be saved", [reply.headers()["content-type"],
	    reply.headers()["content-disposition"].split(";")[0],
	    reply.headers()["x-content-type-options"]],
	    ["application/octet-stream", "attachment", "nosniff"]);
	await photo.locator(".kept button").click();
	await becomes("removed", () => kept("places/photo"), "");
	await recording(w);
	const big = study.path("big.mp4");
	writeFileSync(big, Buffer.alloc((48 << 20) + 1));
	await block(w, "places/film").locator("input[type=file]").setInputFiles(big);
	await becomes("too large", () => block(w, "places/film").locator(".error")
	    .textContent(), w.say("FILE_TOO_LARGE", 48));
}

// A minute of silence: 8 kHz, a byte a sample.
function silence() {
	const head = Buffer.alloc(44), bytes = 60 * 8000;
	head.write("RIFF");
	head.writeUInt32LE(36 + bytes, 4);
	head.write("WAVEfmt ", 8);
	head.writeUInt32LE(16, 16);
	for (const [at, v] of [[20, 1], [22, 1], [32, 1], [34, 8]])
		head.writeUInt16LE(v, at);
	for (const at of [24, 28]) head.writeUInt32LE(8000, at);
	head.write("data", 36);
	head.writeUInt32LE(bytes, 40);
	return Buffer.concat([head, Buffer.alloc(bytes, 128)]);
}

// One can seek in it: the browser is given the part that it asks for.
async function recording(w) {
	const sound = block(w, "places/sound"), all = silence();
	await sound.locator("input[type=file]").setInputFiles({ name: "s.wav",
	    mimeType: "audio/wav", buffer: all });
	const player = sound.locator("audio");
	await becomes("it can be played", () => player.count(), 1);
	const url = new URL(await player.getAttribute("src"), w.origin).href;
	const ask = async Range => w.page.request.get(url, { headers: { Range } });
	const part = await ask("bytes=100-199");
	is("a part", [part.status(), part.headers()["content-range"],
	    (await part.body()).equals(all.subarray(100, 200))],
	    [206, `bytes 100-199/${all.length}`, true]);
	const none = await ask(`bytes=${all.length}-`);
	is("none", [none.status(), none.headers()["content-range"]],
	    [416, `bytes */${all.length}`]);
	is("played at its end", await player.evaluate(a => new Promise(done => {
		a.preload = "auto";
		a.onloadedmetadata = () => { a.currentTime = 50; };
		a.onseeked = () => done([Math.round(a.currentTime),
		    Math.round(a.seekable.end(0))]);
		a.onerror = () => done(a.error.message);
		a.load();
	})), [50, 60]);
}

async function repeats(w, id, kept) {
	await w.prefer("mode", "all");
	await go(w, id, "people");
	const cards = w.page.locator("section.card");
	const add = repeat => w.page.locator(`button[value="add:${repeat}"]`);
	await add("houses+").click();
	await becomes("a card", () => cards.count(), 1);
	ok("one is in its first field", (await focused(w)).endsWith("/street"));
	await w.page.keyboard.type("Haute");
	await w.saved();
	const path = (await focused(w)).replace(/^a-/, "").replace(/\/street$/, "");
	await add(`${path}/rooms+`).click();
	await becomes("a card in a card", () => cards.locator("section.card").count(), 1);
	is("a title with an answer in it", await cards.locator("section.card [id^='t-']")
	    .textContent(), "Pièces de Haute 1");
	await w.page.keyboard.type("Salon");
	await w.page.keyboard.press("Tab");	// the remark
	await w.page.keyboard.press("Tab");
	await w.page.keyboard.type("12,5");
	await becomes("what is computed over all", () => w.page.locator("#note-total")
	    .textContent().then(t => t.trim()), "Surface totale : 12.5 m²");
	await w.saved();
	await w.page.locator(`button[value="remove:${path}"]`).click();
	await becomes("removed", () => cards.count(), 0);
	await becomes("undo has the focus", () => focused(w), "undo");
	await w.page.keyboard.press("Enter");
	await becomes("back again", () => cards.count(), 2);
	is("with its answers", await field(w, `${path}/street`).inputValue(), "Haute");
	await field(w, "people").fill("2");
	await becomes("as many as are counted", () => cards.count(), 4);
	await field(w, "people").fill("");
	await becomes("and fewer", () => cards.count(), 2);
	/* What the page stood at goes away, and it stays where it is. */
	await w.prefer("mode", "section");
	await go(w, id, `${path}/street`);
	await w.page.locator(`button[value="remove:${path}"]`).click();
	await becomes("nothing is left", () => cards.count(), 0);
	await w.page.locator("#undo").click();
	await becomes("all is back", () => cards.count(), 2);
	await field(w, `${path}/street`).fill("Basse");
	await becomes("and can be answered", () => kept(`${path}/street`), "Basse");
	/* One question a page: instances are cards. */
	await w.prefer("mode", "question");
	await go(w, id, "houses+");
	is("what is in it", await w.page.locator(".cards dd").allTextContents(),
	    ["Basse"]);
	await w.follow(w.page.locator("button[value='add:houses+']"));
	ok("its first question", decodeURIComponent(w.page.url()).endsWith("/street"));
	await go(w, id, "chosen/quick");
	await w.page.locator(".choice").first().click();
	await w.page.waitForURL(u => u.searchParams.get("at") !== "chosen/quick");
	await w.prefer("mode", "section");
}

async function looks(w, id, windows, chrome, server) {
	const sections = ["typed/line", "chosen/yes", "grid/clear_", "grid2/walls",
	    "ordered/rank", "places/point", "houses+"];
	// The two that differ in everything; with pictures, all four.
	const ways = [["light", 1000, "fr"], ["dark", 320, "ar"]];
	if (process.env.BROWSER_PICTURES)
		ways.push(["dark", 1000, "en"], ["light", 320, "fr"]);
	for (const [theme, width, tongue] of ways) {
		const v = await Window.open(chrome, { language: tongue === "ar" ? "fr" :
		    tongue, theme, width, mode: "section" });
		windows.push(v);
		await v.enter(server);
		await v.prefer("form_language", Buffer.from(tongue).toString("hex"));
		for (const at of sections) {
			await go(v, id, at);
			const name = `fields-${at.split("/")[0]}-${theme}-${width}-${tongue}`;
			await v.picture(name);
			await v.fits(name);
			await v.axe(name);
		}
		if (tongue === "ar")
			is("read from the right", await v.page.locator("#sheet")
			    .getAttribute("dir"), "rtl");
	}
}

// The same without a script: buttons send the whole page.
async function unscripted(chrome, server, windows, study) {
	const w = await Window.open(chrome, { language: "fr", mode: "section",
	    more: { javaScriptEnabled: false } });
	windows.push(w);
	await w.enter(server);
	const id = await begin(w);
	const kept = async path => (await fields(study, id))[path] ?? "";
	await go(w, id, "typed/age");
	await field(w, "typed/age").fill("quarante");
	await w.follow(w.button("NEXT").last());
	is("it is named without a script", await w.page.locator("#wrong a")
	    .getAttribute("href"), "#q-typed/age");
	is("and kept", [await field(w, "typed/age").inputValue(),
	    await kept("typed/age")], ["quarante", "quarante"]);
	await w.follow(w.button("NEXT_ANYWAY"));
	is("nobody is held", await w.page.locator("#wrong").count(), 0);
	await w.go(`/interview/${id}?at=.`);
	is("why there is no way to finalise", [await w.button("END_FINAL").count(),
	    await w.page.getByText(w.say("END_NOT_YET")).count()], [0, 1]);
	await w.follow(w.page.getByText(w.say("END_FIRST")));
	ok("a button leads to the first", /^q-/.test(new URL(w.page.url())
	    .hash.slice(1)));
	await go(w, id, "chosen/commune");
	const one = block(w, "chosen/commune");
	await one.locator("input[name='find:chosen/commune']").fill("foret 9 ile");
	await w.follow(one.locator("button[value='find:chosen/commune']"));
	await block(w, "chosen/commune").locator(".choice", { hasText:
	    "Île-la-Forêt 9" }).click();
	await w.follow(w.button("NEXT").last());
	ok("a choice that was looked for", /^\d+$/.test(await kept("chosen/commune")));
	await go(w, id, "ordered/rank");
	await field(w, "ordered/slider").fill("3");
	await w.follow(w.page.locator("button[value='up:ordered/rank=green']"));
	is("an order", await kept("ordered/rank"), "green red blue yellow none");
	is("a number on a scale", await kept("ordered/slider"), "3");
	is("nothing that nobody gave", await kept("ordered/slider_n"), "");
	await go(w, id, "places/point");
	await block(w, "places/photo").locator("input[type=file]").setInputFiles({
	    name: "p.png", mimeType: "image/png", buffer: PNG });
	await w.follow(w.button("NEXT").last());
	is("a file", await kept("places/photo"), "p.png");
	await go(w, id, "places/point");
	await block(w, "places/photo").locator("input[type=file]").setInputFiles({
	    name: "p.exe", mimeType: "image/png", buffer: PNG });
	await w.follow(block(w, "places/photo").locator("button[value^='keep:']"));
	is("no picture", await block(w, "places/photo").locator(".error")
	    .textContent(), w.say("FILE_NO_IMAGE", "p.exe"));
	await go(w, id, "houses+");
	await w.follow(w.page.locator("button[value='add:houses+']"));
	await w.follow(w.page.locator("button[value^='remove:houses']"));
	await w.follow(w.page.locator("#undo"));
	is("undone", await w.page.locator("section.card").count(), 1);
}
