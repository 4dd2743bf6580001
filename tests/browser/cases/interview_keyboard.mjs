// A whole interview of the panorama by keys alone, in English, a section on a
// page (with BROWSER_PICTURES, which takes its time, a question); the program is
// killed three times on the way and started again.
import { ok } from "../check.mjs";
import { Interview, Keyboard } from "../interview.mjs";
import { compare, plan_line, plan_of } from "../plan.mjs";
import { Window } from "../window.mjs";

const SLOW = !!process.env.BROWSER_PICTURES;
const MODE = SLOW ? "question" : "section";
const KILLED_AFTER = SLOW ? [3, 20, 38] : [2, 6, 10];	// sheets

export default async function ({ chrome, study, windows }) {
	await study.init();
	await study.laptop("lap", "Léa");
	const line = await plan_line(study, 3);
	let server = await study.serve("lap");
	const open = async () => {
		const w = await Window.open(chrome, { language: "en", mode: MODE });
		windows.push(w);
		return w.enter(server);
	};
	const interview = new Interview(await open(), plan_of(line), Keyboard);
	await interview.begin();
	for (const count of KILLED_AFTER) {
		ok(`still going after ${count}`, !await interview.answer(count));
		const before = await interview.paths();
		await server.end("SIGKILL");
		await interview.window.close();
		server = await study.serve("lap");
		await interview.resume(await open());
		ok(`resumed where it was, after ${count}`,
		    (await interview.paths()).join() === before.join());
	}
	ok("the end is reached", await interview.answer());
	await server.end();
	await compare(study, "lap", interview.id, line);
}
