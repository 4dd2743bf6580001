// window.mjs - a browser's window at the pages, and everything that must not
// happen in one: errors of scripts, refused loads, text that is lost.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { is, ok, patience } from "./check.mjs";
import { PASSPHRASE } from "./study.mjs";
import { say } from "./words.mjs";

const require = createRequire(join(process.env.BROWSER_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
    "best-practice"];
const WAIT_MS = 10000 * patience;

export async function browser() {
	return chromium.launch({ executablePath: process.env.CHROMIUM,
	    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
	    "--no-first-run", "--disable-extensions"] });
}

export class Window {
	constructor(page, language) {
		this.page = page;
		this.language = language;
		this.troubles = [];
		this.allowed = null;	// a pattern of troubles that are expected now
	}
	static async open(chrome, { language = "fr", theme = "light", width = 1000,
	    height = 800, zoom = 1, mode, more = {} } = {}) {
		const context = await chrome.newContext({ locale: language,
		    colorScheme: theme, viewport: { width: Math.floor(width / zoom),
		    height: Math.floor(height / zoom) }, deviceScaleFactor: zoom,
		    acceptDownloads: true, reducedMotion: "reduce", ...more });
		const w = new Window(await context.newPage(), language);
		w.context = context;
		w.mode = mode;
		w.page.setDefaultTimeout(WAIT_MS);
		w.page.on("pageerror", e => w.trouble(`script: ${e.message}`));
		w.page.on("console", m => { if (m.type() === "error")
		    w.trouble(`console: ${m.text()} ${m.location().url ?? ""}`); });
		w.page.on("dialog", d => { w.trouble(`dialog: ${d.message()}`);
		    d.dismiss().catch(() => {}); });
		return w;
	}
	trouble(text) {
		if (!this.allowed?.test(text)) this.troubles.push(text);
	}
	say(name, ...args) { return say(this.language, name, ...args); }
	// From the address that the program printed, the passphrase given.
	async enter(server, passphrase = PASSPHRASE) {
		this.origin = server.origin;
		if (this.mode) await this.prefer("mode", this.mode);
		await this.page.goto(server.address);
		const field = this.page.locator("#passphrase");
		if (passphrase && await field.count()) {
			await field.fill(passphrase);
			await Promise.all([this.page.waitForURL(u => u.pathname !== "/unlock"),
			    field.press("Enter")]);
		}
		return this;
	}
	prefer(name, value) {
		return this.context.addCookies([{ name, value, url: this.origin }]);
	}
	go(path) { return this.page.goto(new URL(path, this.origin).href); }
	at() { const u = new URL(this.page.url()); return u.pathname + u.search; }
	// What people press, whether it is a button or a link that looks like one.
	button(name, ...args) {
		const called = { name: this.say(name, ...args), exact: true };
		return this.page.getByRole("button", called)
		    .or(this.page.locator("main").getByRole("link", called)).first();
	}
	// Click what leads to another page, and be there.
	async follow(locator) {
		await Promise.all([this.page.waitForEvent("domcontentloaded"),
		    locator.click()]);
	}
	// Nothing that was typed is on its way any more.
	async saved() {
		await this.page.waitForFunction(said =>
		    document.getElementById("saved")?.textContent.includes(said),
		    this.say("SAVED"));
	}
	async axe(what, rules = RULES) {
		if (!await this.page.evaluate(() => "axe" in window))
			await this.page.evaluate(axe);
		const found = await this.page.evaluate(runOnly => window.axe.run(document,
		    { runOnly, resultTypes: ["violations"] }), rules);
		is(`${what}: axe`, found.violations.map(v => `${v.id}: ${v.help}: ` +
		    v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")), []);
	}
	// Nothing sticks out on either side, and no text is cut.
	async fits(what) {
		is(`${what}: what sticks out`, await this.page.evaluate(() => {
			const wide = document.documentElement.clientWidth, out = [];
			if (document.scrollingElement.scrollWidth > wide + 1)
				out.push(`the page: ${document.scrollingElement.scrollWidth} ` +
				    `of ${wide}`);
			// What only a screen reader finds is clipped away.
			const clipped = new Set();
			for (const e of document.body.querySelectorAll("*")) {
				const r = e.getBoundingClientRect(), s = getComputedStyle(e);
				if (clipped.has(e.parentNode) || s.clipPath !== "none") {
					clipped.add(e);
					continue;
				}
				if (!r.width || s.visibility === "hidden" || r.right < 0) continue;
				if (r.right > wide + 1 && !e.closest("[data-scrolls]"))
					out.push(`${e.tagName}.${e.className} ${e.id}`);
				if (r.width > 2 && s.overflowX === "hidden" &&
				    e.scrollWidth > e.clientWidth + 1)
					out.push(`cut: ${e.tagName}.${e.className} ${e.id}`);
			}
			return out.slice(0, 5);
		}), []);
	}
	// A picture for people to look at, when somebody wants them.
	async picture(name) {
		const to = process.env.BROWSER_PICTURES;
		if (!to) return;
		mkdirSync(to, { recursive: true });
		await this.page.screenshot({ path: join(to, `${name}.png`),
		    fullPage: true });
	}
	quiet() { is("troubles in the window", this.troubles, []); }
	async close() {
		await this.context.close();
	}
}
