// Every screen: no violation that axe-core knows of in either theme, nothing
// that sticks out or is cut at 320 px or at 200 % zoom.
import { is, ok } from "../check.mjs";
import { Window } from "../window.mjs";
import { join } from "node:path";

const here = new URL("..", import.meta.url).pathname;
const CASES = "case,structure,function\nC1,Lille,chef de projet\n" +
    "C2,<b>Amiens</b> & \"Cie\",directrice\nC3,Lens,agente\n";

// English only where somebody wants to look at pictures.
const languages = process.env.BROWSER_PICTURES ? ["fr", "en"] : ["fr"];
const WIDE = 1000, HALF = 500, NARROW = 320, HEIGHT = 800;

async function look(w, name) {
	const what = `${name}-${w.language}`, { page } = w;
	await w.axe(what);
	await w.picture(`${what}-light`);
	await page.emulateMedia({ colorScheme: "dark" });
	await w.axe(`${what}, dark`, ["color-contrast"]);
	await w.picture(`${what}-dark`);
	await page.emulateMedia({ colorScheme: "light" });
	for (const width of [HALF, NARROW]) {
		await page.setViewportSize({ width, height: HEIGHT });
		await w.fits(`${what}, ${width} px`);
		await w.picture(`${what}-${width}`);
	}
	await page.setViewportSize({ width: WIDE, height: HEIGHT });
}

// A page's answer may be a refusal here.
async function see(w, name, path) {
	const reply = await w.go(path);
	ok(`${name}: ${reply.status()}`, reply.status() < 500);
	await look(w, name);
}

async function before(open, study) {
	const server = await study.serve(`none-${Date.now()}`);
	const w = await open();
	await w.enter(server);
	await look(w, "first-start");
	await see(w, "restore", "/restore");
	await server.end();
	await w.close();
}

async function locked(open, server) {
	const w = await open();
	await w.enter(server, "");
	await look(w, "passphrase");
	await see(w, "forgotten", "/forgotten");
	await w.close();
}

// On a telephone what stands above the question is two lines, to be opened.
async function folded(w, path) {
	const { page } = w, shown = which => page.locator(which).isVisible();
	await page.setViewportSize({ width: 360, height: HEIGHT });
	await w.go(path);
	is("links and tools are folded", [await shown(".top nav"),
	    await shown("#find")], [false, false]);
	const first = await page.locator("#sheet .block").first().boundingBox();
	ok(`the question is not far down: ${first.y}`, first.y < HEIGHT / 3);
	for (const at of [".top", ".tools"])
		await page.locator(`${at} summary`).first().click();
	is("and open", [await shown(".top nav"), await shown("#find")], [true, true]);
	await w.fits("a menu that is open");
	await page.setViewportSize({ width: WIDE, height: HEIGHT });
	ok("a wide screen has them", await shown(".top nav"));
}

const screens = [["home", "/"], ["joined", "/joined"], ["sync", "/sync"],
    ["carry", "/carry"], ["backup", "/backup"], ["settings", "/settings"],
    ["doctor", "/doctor"], ["cases", "/cases"], ["case-add", "/cases/add"],
    ["case", "/case/C2"]];

async function unlocked(open, server) {
	const w = await open();
	await w.enter(server);
	for (const [name, path] of screens) await see(w, name, path);
	await w.go("/");
	await w.follow(w.button("NEW_INTERVIEW"));
	const draft = new URL(w.page.url()).pathname;
	for (const mode of ["all", "section", "question"]) {
		await w.prefer("mode", mode);
		await see(w, `interview-${mode}`, draft);
	}
	await folded(w, draft);
	await see(w, "end", `${draft}?at=.&check=1`);
	await see(w, "answers", `${draft}/answers`);
	w.allowed = /404/;
	await see(w, "not-found", "/nowhere");
	w.allowed = null;
	return w;
}

export default async function ({ chrome, study, windows }) {
	await study.init({ form: join(here, "widgets.md"), cases: CASES });
	await study.laptop("lap", "Léa");
	for (const language of languages) {
		const open = async () => {
			const w = await Window.open(chrome, { language });
			windows.push(w);
			return w;
		};
		const server = await study.serve("lap");
		await before(open, study);
		await locked(open, server);
		const w = await unlocked(open, server);
		w.allowed = /favicon/;
		await w.button("QUIT").click();
		await w.page.waitForLoadState();
		await look(w, "quit");
		is("the program ends", await server.ended, 0);
	}
}
