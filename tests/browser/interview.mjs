// interview.mjs - an interview through its pages, by mouse or by keyboard: each
// question that comes is given what the plan says.
import { Failed, is } from "./check.mjs";
import { Numbers } from "./plan.mjs";

const SHEETS_MAX = 400;

export class Interview {
	constructor(window, plan, { by = "mouse" } = {}) {
		this.window = window;
		this.page = window.page;
		this.plan = plan;
		this.hand = by === "mouse" ? new Mouse(this) : new Keyboard(this);
		this.numbers = new Numbers();
		this.given = new Map();
		this.sheets = 0;
	}
	async begin() {
		await this.window.go("/");
		await this.hand.begin();
		this.id = new URL(this.page.url()).pathname.split("/").pop();
	}
	// To the end, or until a sheet of which stop() says so.
	async answer(stop = () => false) {
		for (; this.sheets < SHEETS_MAX; this.sheets++) {
			if (await this.at_end()) return true;
			if (await stop(this)) return false;
			await this.sheet();
			await this.hand.next();
		}
		throw new Failed("the interview has no end");
	}
	async at_end() {
		return new URL(this.page.url()).searchParams.get("at") === ".";
	}
	// Questions that are on this sheet and were not answered yet, as they are
	// after each answer; then the instances of repeats that are missing.
	async sheet() {
		for (;;) {
			const path = await this.unanswered();
			if (path === undefined) break;
			const number = this.numbers.of(path), value = this.plan.answers.get(number);
			if (value !== undefined) await this.give(path, value);
			this.given.set(path, value ?? "");
		}
		if (await this.more()) await this.sheet();
	}
	async paths() {
		return this.page.locator(".block input[name=q]").evaluateAll(all =>
		    all.map(q => q.value));
	}
	async unanswered() {
		return (await this.paths()).find(path => !this.given.has(path));
	}
	async give(path, value) {
		const block = this.page.locator(".block").filter({ has:
		    this.page.locator(`input[name=q][value="${path}"]`) });
		await this.hand.give(block, path, value);
		await this.window.saved();
	}
	async more() {
		for (const button of await this.page.locator("button[value^='add:']").all()) {
			const value = await button.getAttribute("value");
			const repeat = this.numbers.of(value.slice(4).replace(/\+$/, ""));
			const had = this.numbers.known.get(repeat)?.length ?? 0;
			const adds = this.adds?.get(repeat) ?? 0;
			if (Math.max(had, adds) >= (this.plan.repeats.get(repeat) ?? 0)) continue;
			this.adds = (this.adds ?? new Map()).set(repeat, Math.max(had, adds) + 1);
			const before = (await this.paths()).join() + this.page.url();
			await this.hand.press(button);
			await this.changed(before);
			return true;
		}
		return false;
	}
	async changed(before) {
		await this.page.waitForFunction(b => [...document.querySelectorAll(
		    ".block input[name=q]")].map(q => q.value).join() +
		    location.href !== b, before);
	}
}

// What stands in a field for a value as it is stored.
export function typed(language, type, value) {
	return type === "text" && language === "fr" && /^-?\d+\.\d+$/.test(value) ?
	    value.replace(".", ",") : value;
}

async function kind_of(block) {
	return block.evaluate(b => {
		const f = b.querySelector("[role=combobox]") ??
		    b.querySelector("input:not([type=hidden]), select, textarea");
		return f === null ? "" : f.getAttribute("role") === "combobox" ? "combobox" :
		    f.tagName === "SELECT" ? "select" : f.tagName === "TEXTAREA" ? "text" :
		    f.type;
	});
}

class Mouse {
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
		await this.window.follow(this.window.button("NEXT").last());
	}
	async give(block, path, value) {
		const kind = await kind_of(block);
		switch (kind) {
		case "radio": return this.choose(block, [value]);
		case "checkbox": return this.choose(block, value.split(" "));
		case "select": return void await block.locator("select").first()
		    .selectOption(value.split(" "));
		case "combobox": return this.complete(block, value.split(" "));
		case "date": case "month": case "time": case "datetime-local":
			return block.locator(`input[type=${kind}]`).fill(
			    kind === "month" ? value.slice(0, 7) : value);
		case "text": {
			const field = block.locator("input[type=text], textarea").first();
			await field.click();
			await field.fill("");
			return this.page.keyboard.type(typed(this.window.language, "text", value));
		}
		default: throw new Failed(`${path}: a field of kind "${kind}"`);
		}
	}
	async choose(block, values) {
		const boxes = block.locator("input[type=radio], input[type=checkbox]");
		for (const box of await boxes.all()) {
			const value = await box.getAttribute("value");
			if (await box.isChecked() === values.includes(value)) continue;
			if (values.includes(value) || await box.getAttribute("type") === "checkbox")
				await block.locator("label").filter({ has:
				    this.page.locator(`input[value="${value}"]`) }).click();
		}
	}
	// What is typed finds it without its accents.
	async complete(block, values) {
		throw new Failed("no way to complete yet");
	}
}

class Keyboard extends Mouse {
}

export function same_fields(what, seen, expected) {
	const paths = new Set([...Object.keys(seen), ...Object.keys(expected)]);
	for (const path of [...paths].sort())
		is(`${what}: ${path}`, seen[path] ?? "", expected[path] ?? "");
}
