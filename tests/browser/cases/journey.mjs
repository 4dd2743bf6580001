// From the first start to the receipt without a command on the laptop: by the
// hub, then by a file out and a file in; and a correction of what was received.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { becomes, is, ok } from "../check.mjs";
import { Interview } from "../interview.mjs";
import { fields_of } from "../plan.mjs";
import { folder, PASSPHRASE } from "../study.mjs";
import { Window } from "../window.mjs";

const REFUSAL = { repeats: new Map(), answers: new Map(Object.entries({
	"session/interview_mode": "video", "agreement/notice_given": "OK",
	"agreement/consent": "no" })) };

async function first_start(w, server, study) {
	const { page } = w;
	const file = await study.invite("Léa");
	await w.enter(server, "");
	is("the first page", w.at(), "/join");
	await page.locator("input[type=file]").setInputFiles(file);
	await w.follow(w.button("CONTINUE"));
	await page.getByLabel(w.say("PASSPHRASE_NEW")).fill(PASSPHRASE);
	await page.getByLabel(w.say("PASSPHRASE_AGAIN")).fill("another one");
	await w.follow(w.button("TAKE_PART"));
	ok("passphrases that differ are told", (await page.locator("main")
	    .textContent()).includes(w.say("PASSPHRASES_DIFFER")));
	await page.getByLabel(w.say("PASSPHRASE_NEW")).fill(PASSPHRASE);
	await page.getByLabel(w.say("PASSPHRASE_AGAIN")).fill(PASSPHRASE);
	await w.follow(w.button("TAKE_PART"));
	is("taken part", w.at(), "/joined");
	await becomes("the request is delivered", () => page.locator("main")
	    .textContent().then(t => t.includes(w.say("REQUEST_GOES"))), false);
}

// A refusal, which is an interview too; returns its id.
async function refuse(w) {
	const interview = new Interview(w, REFUSAL);
	await interview.begin();
	await interview.answer();
	await w.follow(w.button("END_FINAL"));
	return interview.id;
}

async function sync(w) {
	await w.go("/sync");
	await w.button("SYNC_NOW").click();
	await becomes("synchronised", () => w.page.locator("#progress, main")
	    .first().textContent().then(t => t.includes(w.say("SYNC_DONE"))), true,
	    20000);
}

async function stage(w, id) {
	await w.go("/");
	return (await w.page.locator("tr", { has: w.page.locator(
	    `a[href^="/interview/${id}"]`) }).locator(".stage").textContent()).trim();
}

async function by_hub(w, study) {
	const id = await refuse(w);
	is("before", await stage(w, id), w.say("STAGE_FINAL"));
	await sync(w);
	is("delivered", await stage(w, id), w.say("STAGE_SENT"));
	await study.merger("pull");
	await sync(w);
	is("received", await stage(w, id), w.say("STAGE_MERGED"));
	return id;
}

async function by_file(w, study) {
	const { page } = w;
	const id = await refuse(w);
	await w.go("/carry");
	await w.button("CARRY_MAKE").click();
	const out = page.locator("a[download], a[href^='/carry/file']").first();
	await out.waitFor();
	const [download] = await Promise.all([page.waitForEvent("download"),
	    out.click()]);
	const name = download.suggestedFilename();
	ok(`a bundle comes: ${name}`, name.endsWith(".bundle"));
	await download.saveAs(join(folder(study.path("stick")), name));
	await study.merger("pull", "--from", study.path("stick"));
	await study.merger("pull", "--to", folder(study.path("back")));
	const back = readdirSync(study.path("back"), { recursive: true }).filter(n =>
	    n.endsWith(".bundle")).map(n => study.path("back", n));
	await w.go("/carry");
	await page.locator("input[type=file]").setInputFiles(back);
	await w.button("CARRY_TAKE").click();
	await becomes("taken in", () => page.locator("main").textContent()
	    .then(t => t.includes(w.say("RECEIVED"))), true, 20000);
	is("received by file", await stage(w, id), w.say("STAGE_MERGED"));
}

// A final interview is corrected: another revision, with a reason.
async function correct(w, study) {
	const id = await refuse(w);
	await w.go(`/interview/${id}/answers`);
	const before = await study.show("lap", id);
	await w.follow(w.button("ANSWERS_CORRECT"));
	await w.go(`/interview/${id}?at=session/interview_mode`);
	await w.page.locator("label", { has: w.page.locator(
	    "input[value=telephone]") }).click();
	await w.saved();
	await w.go(`/interview/${id}?at=.`);
	await w.page.locator("#remark").fill("Il s'agissait d'un appel.");
	await w.follow(w.button("END_FINAL"));
	const after = await study.show("lap", id);
	is("the store has the correction", fields_of(after),
	    { ...fields_of(before), "session/interview_mode": "telephone" });
	ok("it is another revision", after.tip !== before.tip);
}

export default async function ({ chrome, study, windows }) {
	await study.init();
	const server = await study.serve("lap");
	const w = await Window.open(chrome, { language: "fr", mode: "section" });
	windows.push(w);
	await first_start(w, server, study);
	await study.admit();
	await sync(w);
	await by_hub(w, study);
	await by_file(w, study);
	await correct(w, study);
}
