// A whole interview of the panorama by mouse, in French.
import { ok } from "../check.mjs";
import { Interview, same_fields } from "../interview.mjs";
import { fields_of, plan_line, plan_of } from "../plan.mjs";
import { Window } from "../window.mjs";
import { writeFileSync } from "node:fs";

export default async function ({ chrome, study, windows }) {
	await study.init();
	await study.laptop("lap", "Léa");
	const line = await plan_line(study, 4);
	const server = await study.serve("lap");
	const w = await Window.open(chrome, { language: "fr",
	    mode: "section" });
	windows.push(w);
	await w.enter(server);
	const interview = new Interview(w, plan_of(line));
	await interview.begin();
	ok("the end is reached", await interview.answer());
	await server.end("SIGKILL");
	writeFileSync(study.path("plan.ndjson"), line);
	await study.collector("lap", "import", study.path("plan.ndjson"));
	const all = await study.list("lap");
	const wanted = all.find(r => r.id !== interview.id).id;
	same_fields("the store", fields_of(await study.show("lap", interview.id)),
	    fields_of(await study.show("lap", wanted)));
}
