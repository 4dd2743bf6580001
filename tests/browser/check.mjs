// check.mjs - what a case says of what it saw: the first difference ends it.
export let checks = 0;

// RECOLTE_DRIVE: where programs of Windows see this system's files. Those are
// slow to start here.
export const drive = process.env.RECOLTE_DRIVE ?? "";
export const patience = drive ? 6 : 1;

// BROWSER_GO_ON: say what is wrong and go on, for whoever is mending it.
export const wrong = [];
function fail(text) {
	if (!process.env.BROWSER_GO_ON) throw new Failed(text);
	wrong.push(text);
	console.error(text);
}

export class Failed extends Error {}

export function ok(what, seen) {
	if (!seen) fail(what);
	checks++;
}

export function is(what, seen, expected) {
	const [s, e] = [seen, expected].map(v => JSON.stringify(v));
	if (s !== e) fail(`${what}: expected ${e}, saw ${s}`);
	checks++;
}

// Ask again until it is so: for what a page does by itself.
export async function becomes(what, ask, expected, ms = 8000) {
	const end = Date.now() + ms * patience;
	let seen;
	do {
		seen = await ask();
		if (JSON.stringify(seen) === JSON.stringify(expected)) {
			checks++;
			return;
		}
		await new Promise(r => setTimeout(r, 40));
	} while (Date.now() < end);
	is(what, seen, expected);
}
