// A form, a sample, answers, remarks and file names that mean harm: no script
// runs, and nothing breaks out of where it stands.
import { writeFileSync } from "node:fs";
import { is, ok } from "../check.mjs";
import { Window } from "../window.mjs";

// Ends whatever it may stand in, then brings an element and a script.
const EVIL = "</textarea></title></option></style>'\"><x-evil onclick=alert(1)>" +
    "<img src=//evil.example/x onerror=alert(1)><script>alert(1)</script>" +
    "[l](javascript:alert(1))";
const CELL = EVIL.replaceAll("|", "");
const FORM = `| survey |
| | type | name | label | hint | guidance_hint | required | required_message | constraint | constraint_message | appearance |
| | begin group | g | G ${CELL} | | | | | | | |
| | text | t | T ${CELL} | H ${CELL} | I ${CELL} | yes | R ${CELL} | . != 'wrong' | C ${CELL} | |
| | text | long | L ${CELL} | | | | | | | multiline |
| | select_one c | one | O ${CELL} | | | | | | | |
| | select_multiple c | many | M ${CELL} | | | | | | | |
| | select_one c | least | O ${CELL} | | | | | | | minimal |
| | select_one c | auto | O ${CELL} | | | | | | | autocomplete |
| | select_one c | likert | O ${CELL} | | | | | | | likert |
| | rank c | rank | K ${CELL} | | | | | | | |
| | file | f | F ${CELL} | | | | | | | |
| | end group | | | | | | | | | |
| | begin repeat | r | R ${CELL} | | | | | | | |
| | text | rt | T ${CELL} | | | | | | | |
| | end repeat | | | | | | | | | |
| choices |
| | list_name | name | label |
| | c | a | A ${CELL} |
| | c | b | B ${CELL} |
| settings |
| | form_title | form_id | instance_name |
| | S ${CELL} | hostile | \${t} |
`;
const quoted = text => `"${text.replaceAll('"', '""')}"`;
const field = (w, path) => w.page.locator(`[id="a-${path}"]`);

// Nothing of it is an element, an attribute or an address.
async function harmless(w, what) {
	is(`${what}: what broke out`, await w.page.evaluate(() => {
		const out = [];
		for (const e of document.querySelectorAll("*")) {
			if (e.localName === "x-evil" || e.localName === "img" &&
			    e.src.includes("evil")) out.push(e.outerHTML.slice(0, 80));
			for (const a of e.attributes)
				if (/^on/.test(a.name) || /^\s*javascript:/i.test(a.value))
					out.push(`${e.localName} ${a.name}=${a.value}`.slice(0, 80));
			if (e.localName === "script" && new URL(e.src || "x:").origin !==
			    location.origin) out.push(`script ${e.textContent.slice(0, 60)}`);
		}
		return out;
	}), []);
	w.quiet();
}

async function see(w, path) {
	await w.go(path);
	await harmless(w, path);
}

async function answer(w, id) {
	const { page } = w;
	await page.locator("button[value^='add:']").first().click();
	await page.locator("[id^='a-r[']").first().fill(EVIL);
	await field(w, "g/t").fill("wrong");
	await field(w, "g/t").blur();
	await page.locator("[id='e-g/t']").waitFor();
	await harmless(w, "a failure");
	await field(w, "g/t").fill(EVIL);
	await field(w, "g/long").fill(EVIL);
	const remark = page.locator(".remark").first();
	await remark.locator("summary").click();
	await remark.locator("textarea, input[type=text]").first().fill(EVIL);
	await page.keyboard.press("Tab");
	await w.saved();
	await page.locator("[role=combobox]").first().click();
	await page.locator("[role=option]").first().waitFor();
	await harmless(w, "a list that is searched");
	await page.keyboard.press("Escape");
	await page.locator("input[type=file]").first().setInputFiles({
	    name: `${EVIL.replaceAll("/", "\\")}..\\..\\x.txt`,
	    mimeType: "text/html", buffer: Buffer.from(EVIL) });
	await page.locator("a[href*='/file?']").first().waitFor();
	await harmless(w, "answers");
	ok("the answer is what was typed",
	    (await field(w, "g/t").inputValue()) === EVIL && id.length > 0);
}

// What is sent of a file that says it is a page runs nothing either.
async function file(w, study) {
	const href = await w.page.locator("a[href*='/file?']").first()
	    .getAttribute("href");
	const reply = await w.context.request.get(new URL(href, w.origin).href);
	is("the file comes", reply.status(), 200);
	ok("to be kept, or without scripts",
	    /attachment/.test(reply.headers()["content-disposition"] ?? "") ||
	    /default-src 'none'/.test(reply.headers()["content-security-policy"]));
	is("nobody guesses its kind", reply.headers()["x-content-type-options"],
	    "nosniff");
	ok("it is no page", !/html/.test(reply.headers()["content-type"]));
}

export default async function ({ chrome, study, windows }) {
	const form = study.path("hostile.md");
	writeFileSync(form, FORM);
	await study.init({ form, cases: `case,structure\n${quoted(`C${EVIL}`)},` +
	    `${quoted(EVIL)}\nC2,${quoted(EVIL)}\n` });
	await study.laptop("lap", EVIL.replaceAll("/", ""));
	const server = await study.serve("lap");
	const w = await Window.open(chrome, { language: "en", mode: "all" });
	windows.push(w);
	await w.enter(server);
	ok("the token is in no address", !w.page.url().includes("t="));
	ok("nor in a referrer", !(await w.page.evaluate(() =>
	    document.referrer)).includes("t="));
	for (const path of ["/", "/cases", "/case/C2", "/cases/add", "/sync",
	    "/settings"]) await see(w, path);
	await w.go("/");
	await w.follow(w.button("NEW_INTERVIEW"));
	const path = new URL(w.page.url()).pathname;
	await harmless(w, "the interview");
	await answer(w, path.split("/").pop());
	await file(w, study);
	for (const mode of ["question", "section", "all"]) {
		await w.prefer("mode", mode);
		await see(w, path);
	}
	for (const end of ["?at=.&check=1", "/answers", "/slip", "/find?word=evil"])
		await see(w, path + end);
	await see(w, "/");
	const log = server.said();
	ok("the token is in no log", !log.includes(new URL(server.address).search));
}
