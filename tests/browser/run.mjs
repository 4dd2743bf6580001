// run.mjs - run cases: node run.mjs NAME...; each is cases/NAME.mjs.
// COLLECTOR, MERGER and FORMSPEC name the programs, CHROMIUM the browser,
// BROWSER_MODULES the folder with node_modules. BROWSER_PICTURES: a folder for
// pictures of every screen; none are made without it.
import { checks, Failed, wrong } from "./check.mjs";
import { Study } from "./study.mjs";
import { browser } from "./window.mjs";

const chrome = await browser();
let status = 0;
for (const name of process.argv.slice(2)) {
	const study = new Study();
	const windows = [];
	try {
		const { default: run } = await import(`./cases/${name}.mjs`);
		await run({ chrome, study, windows });
		for (const w of windows) w.quiet();
	} catch (e) {
		status = 1;
		console.error(`FAILED: ${name}: ${e instanceof Failed ? e.message :
		    e.stack}`);
		for (const w of windows) {
			if (w.troubles.length) console.error(w.troubles.slice(0, 5).join("\n"));
			console.error(`  at ${w.page.url()}`);
			await w.picture(`failed-${name}`).catch(() => {});
		}
	}
	for (const w of windows) await w.close().catch(() => {});
	for (const server of study.servers)
		if (server.said()) {
			console.error(`  collector: ${server.said().slice(0, 4000)}`);
			if (/Sanitizer|runtime error/.test(server.said())) status = 1;
		}
	await study.close();
}
await chrome.close();
console.log(`${checks} checks`);
process.exit(wrong.length ? 1 : status);
