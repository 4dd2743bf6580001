// interview.mjs - an interview through its pages, by mouse or by keyboard: each
// question that comes is given what the plan says.
import { readFileSync } from "node:fs";
import { Failed } from "./check.mjs";
import { Numbers } from "./plan.mjs";

const SHEETS_MAX = 400;

export class Interview {
	constructor(window, plan, by = Mouse) {
		this.plan = plan;
		this.by = by;
		this.numbers = new Numbers();
		this.given = new Map();
		this.adds = new Map();
		this.use(window);
	}
	use(window) {
		this.window = window;
		this.page = window.page;
		this.hand = new this.by(this);
	}
	async begin() {
		await this.window.go("/");
		await this.hand.begin();
		this.id = new URL(this.page.url()).pathname.split("/").pop();
	}
	// Go on in another window, from the list on the home page.
	async resume(window) {
		this.use(window);
		await window.follow(this.page.locator(`a[href^="/interview/${this.id}"]`));
	}
	// To the end: true; or until so many questions were come by.
	async answer(most = Infinity) {
		for (let sheets = 0; sheets < SHEETS_MAX; sheets++) {
			if (await this.at_end()) return true;
			await this.sheet(most);
			if (this.given.size >= most) return false;
			await this.hand.next();
		}
		throw new Failed("the interview has no end");
	}
	async at_end() {
		return new URL(this.page.url()).searchParams.get("at") === ".";
	}
	// Questions that are on this sheet and were not answered yet, as they are
	// after each answer; then the instances of repeats that are missing.
	async sheet(most) {
		do {
			let path;
			while (this.given.size < most &&
			    (path = await this.unanswered()) !== undefined) {
				const value = this.plan.answers.get(this.numbers.of(path));
				if (value !== undefined) await this.give(path, value);
				this.given.set(path, value ?? "");
			}
		} while (this.given.size < most && await this.more());
	}
	async paths() {
		return this.page.locator(".block input[name=q]").evaluateAll(all =>
		    all.map(q => q.value.split(" ")[0]));
	}
	async unanswered() {
		return (await this.paths()).find(path => !this.given.has(path));
	}
	async give(path, value) {
		const block = this.page.locator(".block").filter({ has:
		    this.page.locator(`input[name=q][value^="${path} "]`) });
		await this.hand.give(block, path, value);
		await this.window.saved();
	}
	async more() {
		for (const button of await this.page.locator("button[value^='add:']").all()) {
			const value = await button.getAttribute("value");
			const repeat = this.numbers.of(value.slice(4).replace(/\+$/, ""));
			const had = this.numbers.known.get(repeat)?.length ?? 0;
			const adds = this.adds.get(repeat) ?? 0;
			if (Math.max(had, adds) >= (this.plan.repeats.get(repeat) ?? 0)) continue;
			this.adds.set(repeat, Math.max(had, adds) + 1);
			const before = (await this.paths()).join() + this.page.url();
			await this.hand.press(button);
			await this.changed(before);
			return true;
		}
		return false;
	}
	async changed(before) {
		await this.page.waitForFunction(b => [...document.querySelectorAll(
		    ".block input[name=q]")].map(q => q.value.split(" ")[0]).join() +
		    location.href !== b, before);
	}
}

// As it is typed where the comma separates decimals.
function typed(language, value) {
	return language === "fr" && /^-?\d+\.\d+$/.test(value) ?
	    value.replace(".", ",") : value;
}

function plain(text) {
	return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// Labels of the lists that are searched, by name.
const labels = new Map(["epci", "communes", "contrats", "departements"]
    .flatMap(name => readFileSync(new URL(
    `../../samples/panorama/${name}.csv`, import.meta.url), "utf8")
    .split("\n").slice(1).map(row => row.split(",").slice(0, 2))));

async function kind_of(block) {
	return block.evaluate(b => {
		const f = b.querySelector("[role=combobox]") ??
		    b.querySelector("input:not([type=hidden]), select, textarea");
		return f === null ? "" : f.getAttribute("role") === "combobox" ? "combobox" :
		    f.tagName === "SELECT" ? "select" : f.tagName === "TEXTAREA" ? "text" :
		    f.type;
	});
}

export class Mouse {
	constructor(interview) {
		this.interview = interview;
		this.window = interview.window;
		this.page = interview.page;
	}
	async begin() {
		await this.window.follow(this.window.button("NEW_INTERVIEW"));
	}
	press(button) { return button.click(); }
	async next() {
		await this.window.follow(this.window.button("NEXT"));
	}
	async give(block, path, value) {
		const kind = await kind_of(block);
		const put = this[kind.replace("-", "_")];
		if (put === undefined) throw new Failed(`${path}: a field "${kind}"`);
		await put.call(this, block, value);
	}
	async radio(block, value) {
		await this.label(block, value).click();
	}
	async checkbox(block, value) {
		for (const box of await block.locator("input[type=checkbox]").all()) {
			const one = await box.getAttribute("value");
			if (await box.isChecked() !== value.split(" ").includes(one))
				await this.label(block, one).click();
		}
	}
	label(block, value) {
		return block.locator("label").filter({ has:
		    this.page.locator(`input[value="${value}"]`) });
	}
	async select(block, value) {
		await block.locator("select").first().selectOption(value.split(" "));
	}
	// A part of the label, without its accents, finds it.
	async combobox(block, value) {
		for (const one of value.split(" ")) {
			const field = block.locator("[role=combobox]");
			await field.click();
			await field.fill(plain(labels.get(one)));
			await block.locator(`[role=option][data-value="${one}"]`).click();
			await this.window.saved();
		}
	}
	async date(block, value) { await block.locator("input[type=date]").fill(value); }
	async month(block, value) {
		await block.locator("input[type=month]").fill(value.slice(0, 7));
	}
	async text(block, value) {
		const field = block.locator("input[type=text], textarea").first();
		await field.click();
		await field.fill("");
		await this.page.keyboard.type(typed(this.window.language, value));
		await field.blur();
	}
}

const TABS_MAX = 80;

export class Keyboard extends Mouse {
	key(...keys) {
		return keys.reduce((done, key) =>
		    done.then(() => this.page.keyboard.press(key)), Promise.resolve());
	}
	// Tab until the focus is there.
	async reach(locator) {
		for (let i = 0; i < TABS_MAX; i++) {
			if (await locator.evaluate(e => e.contains(document.activeElement)))
				return;
			await this.key("Tab");
		}
		throw new Failed("Tab does not lead there");
	}
	async begin() {
		await this.reach(this.window.button("NEW_INTERVIEW"));
		await this.window.follow({ click: () => this.key("Enter") });
	}
	async press(button) {
		await this.reach(button);
		await this.key("Enter");
	}
	// From a field, or the button that has the focus where there is none.
	async next() {
		const in_text = await this.page.evaluate(() =>
		    document.activeElement.matches("textarea"));
		await this.window.follow({ click: () =>
		    this.key(in_text ? "Control+Enter" : "Enter") });
	}
	async position(block, value) {
		const all = await block.locator("input[type=radio], input[type=checkbox]")
		    .evaluateAll(boxes => boxes.map(b => b.value));
		return all.indexOf(value);
	}
	async radio(block, value) {
		const at = await this.position(block, value);
		await this.reach(block);
		if (at < 9) return this.key(`Digit${at + 1}`);
		await this.key("Digit9", ...Array(at - 8).fill("ArrowDown"));
	}
	async checkbox(block, value) {
		await this.reach(block);
		if (value === "OK") return this.key("Space");
		for (const one of value.split(" ")) {
			const at = await this.position(block, one);
			if (at < 9) {
				await this.key(`Digit${at + 1}`);
				continue;
			}
			await this.reach(block.locator(`input[value="${one}"]`));
			await this.key("Space");
		}
	}
	async select(block, value) {
		await this.reach(block);
		const at = await block.locator("option").evaluateAll((all, v) =>
		    all.findIndex(o => o.value === v), value);
		await this.key(...Array(at).fill("ArrowDown"));
	}
	async combobox(block, value) {
		const option = v => block.locator(`[role=option][data-value="${v}"]`);
		for (const one of value.split(" ")) {
			await this.reach(block.locator("[role=combobox]"));
			await this.page.keyboard.type(plain(labels.get(one)));
			await option(one).waitFor();
			for (let i = 0; i < TABS_MAX; i++) {
				await this.key("ArrowDown");
				if (await option(one).evaluate(li => li.classList.contains("at")))
					break;
			}
			await this.key("Enter");
			await this.picked(block, one);
		}
	}
	// What was picked stands there, and stays when it was kept.
	async picked(block, value) {
		const box = block.locator(`.picked input[value="${value}"]`);
		const stands = async when => {
			if (!await box.count() || !await box.isChecked())
				throw new Failed(`${value} was picked, and ${when} it is not: ` +
				    await block.innerText());
		};
		await stands("then");
		await this.window.saved();
		await stands("once kept");
	}
	// As the browser's field takes them in this language.
	async date(block, value) {
		const [year, month, day] = value.split("-");
		await this.reach(block);
		await this.page.keyboard.type(this.window.language === "fr" ?
		    day + month + year : month + day + year);
	}
	async month(block, value) {
		const [year, month] = value.split("-");
		await this.reach(block);
		await this.page.keyboard.type(month);
		await this.key("Tab");
		await this.page.keyboard.type(year);
	}
	async text(block, value) {
		await this.reach(block);
		await this.key("Control+a");
		await this.page.keyboard.type(typed(this.window.language, value));
	}
}
