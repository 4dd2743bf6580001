// A whole interview of the panorama by mouse, in French, a section on a page.
import { ok } from "../check.mjs";
import { Interview } from "../interview.mjs";
import { compare, plan_line, plan_of } from "../plan.mjs";
import { Window } from "../window.mjs";

export default async function ({ chrome, study, windows }) {
	await study.init();
	await study.laptop("lap", "Léa");
	const line = await plan_line(study, 4);
	const server = await study.serve("lap");
	const w = await Window.open(chrome, { language: "fr", mode: "section" });
	windows.push(w);
	await w.enter(server);
	const interview = new Interview(w, plan_of(line));
	await interview.begin();
	ok("the end is reached", await interview.answer());
	await server.end();
	await compare(study, "lap", interview.id, line);
}
