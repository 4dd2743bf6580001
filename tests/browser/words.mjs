// words.mjs - the catalogue of what pages say, read from its source, so that a
// case asks for a phrase by its name: another wording breaks no test.
import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../../collector/page/phrases/", import.meta.url);
export const words = { en: {}, fr: {} };

function text(literals) {
	return [...literals.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
	    .map(m => JSON.parse(`"${m[1]}"`)).join("");
}

const strings = String.raw`((?:\s*"(?:[^"\\]|\\.)*")+)`;
const phrase = new RegExp(
    String.raw`PHRASE\((\w+),${strings}\s*,${strings}\s*\)`, "g");
for (const name of readdirSync(folder))
	for (const m of readFileSync(new URL(name, folder), "utf8").matchAll(phrase)) {
		words.en[m[1]] = text(m[2]);
		words.fr[m[1]] = text(m[3]);
	}

// A phrase with its arguments filled in.
export function say(language, name, ...args) {
	const found = words[language][name];
	if (found === undefined) throw new Error(`no phrase is called ${name}`);
	return found.replace(/%([1-9])/g, (all, n) => args[n - 1] ?? all);
}
