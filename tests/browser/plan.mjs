// plan.mjs - what is to be answered: an interview that `formspec fake` made up,
// by path; and what a store holds in the same words.
//
// A path is the question's, with the number of each repeat's instance in
// brackets: "interview/staff/team[2]/team_function".

import { writeFileSync } from "node:fs";
import { is } from "./check.mjs";
import { panorama } from "./study.mjs";

// What is asked for a month is kept as its first day.
const MONTHS = /("post_start":"\d{4}-\d\d-)\d\d"/g;

export async function plan_line(study, seed) {
	const line = await study.formspec("fake", panorama, "-n", "1", "--seed",
	    String(seed));
	return line.replace(MONTHS, '$101"');
}

export function plan_of(line) {
	const answers = new Map(), repeats = new Map();
	const walk = (value, path) => {
		if (Array.isArray(value) && typeof value[0] === "object") {
			repeats.set(path, value.length);
			value.forEach((one, i) => walk(one, `${path}[${i + 1}]`));
		} else if (Array.isArray(value)) {
			answers.set(path, value.join(" "));
		} else if (typeof value === "object") {
			for (const name in value)
				walk(value[name], path ? `${path}/${name}` : name);
		} else {
			answers.set(path, value);
		}
	};
	walk(JSON.parse(line), "");
	return { answers, repeats };
}

// Instances of repeats have random names; here they are numbered as they come.
export class Numbers {
	constructor() { this.known = new Map(); }
	of(path) {
		let done = "";
		for (const part of path.split(/(?<=\])/)) {
			const m = /^(.*)\[([^\]]+)\]$/.exec(part);
			if (!m) { done += part; continue; }
			const repeat = done + m[1];
			const ids = this.known.get(repeat) ?? [];
			this.known.set(repeat, ids);
			if (!ids.includes(m[2])) ids.push(m[2]);
			done = `${repeat}[${ids.indexOf(m[2]) + 1}]`;
		}
		return done;
	}
}

// The fields of a response as `show --json` prints them, numbered alike.
// What depends on the clock is left out, and how it was done.
const PASSING = /^(started|ended|\.)/;
export function fields_of(shown) {
	const { fields } = shown, out = {};
	const rank = path => path.replace(/[^/]*\[[^\]]+\](?=\/|$)/g, (part, at) => {
		const whole = path.slice(0, at) + part;
		return part.replace(/\[.*/, `[${fields[whole] ?? "?"}]`);
	});
	for (const path of Object.keys(fields))
		if (!PASSING.test(path)) out[rank(path)] = fields[path];
	return Object.fromEntries(Object.entries(out).sort());
}

// What the store holds of an interview is what a plan imported there holds.
export async function compare(study, store, id, line) {
	const path = study.path("plan.ndjson");
	writeFileSync(path, line);
	const before = (await study.list(store)).map(r => r.id);
	await study.collector(store, "import", path);
	const planned = (await study.list(store)).find(r => !before.includes(r.id));
	const seen = fields_of(await study.show(store, id));
	const expected = fields_of(await study.show(store, planned.id));
	const paths = new Set([...Object.keys(seen), ...Object.keys(expected)]);
	for (const field of [...paths].sort())
		is(`the store: ${field}`, seen[field] ?? "", expected[field] ?? "");
}
