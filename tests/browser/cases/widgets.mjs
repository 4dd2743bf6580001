// Repeats that come, go and come back; 4,000 choices; a photo: on the form with
// every kind of question, all on one page.
import { join } from "node:path";
import { becomes, is, ok } from "../check.mjs";
import { Window } from "../window.mjs";

const here = new URL("..", import.meta.url).pathname;

async function repeats(w, shown) {
	const { page } = w;
	const add = page.locator("button[value='add:houses+']");
	const streets = page.locator("[id^='a-houses['][id$='/street']");
	for (const [i, street] of ["Rue A", "Rue B"].entries()) {
		await add.click();
		await becomes("houses", () => streets.count(), i + 1);
		is("the new one has the focus", await streets.nth(i).evaluate(f =>
		    f === document.activeElement), true);
		await streets.nth(i).fill(street);
		await page.keyboard.press("Tab");
	}
	const rooms = page.locator("button[value^='add:houses['][value$='/rooms+']");
	await rooms.first().click();
	const area = page.locator("input[id$='/area']");
	await area.waitFor();
	await area.fill("12,5");
	await page.keyboard.press("Tab");
	await becomes("what is summed up", () => page.locator("#sheet").textContent()
	    .then(t => /12[.,]5/.test(t)), true);
	await w.saved();
	await page.locator("button[value^='remove:houses['][value$=']']").first()
	    .click();
	await becomes("one is left", () => streets.count(), 1);
	await page.locator("#undo").click();
	await becomes("it is back", () => streets.count(), 2);
	is("with what was in it", await streets.first().inputValue(), "Rue A");
	const fields = await shown();
	is("the store has both", Object.keys(fields).filter(p =>
	    /^houses\[[^\]]+\]$/.test(p)).length, 2);
	is("and the room", Object.entries(fields).filter(([p]) =>
	    p.endsWith("/area")).map(([, v]) => v), ["12.5"]);
}

// Without accents, in the middle of the name; several of them too.
async function complete(w, shown) {
	const { page } = w;
	const one = page.locator("[id='s-chosen/commune']");
	const first = (await page.request.get(new URL((await page.locator(
	    "[id='b-chosen/commune']").getAttribute("data-choices")) + "&words=e",
	    w.origin).href).then(r => r.text())).match(/data-value="([^"]+)"[^>]*>([^<]+)/);
	const [, value, label] = first;
	await one.click();
	await one.fill(label.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase());
	await page.locator(`[id='b-chosen/commune'] [data-value="${value}"]`).click();
	await w.saved();
	await becomes("one of 4,000", () => shown().then(f =>
	    f["chosen/commune"]), value);
	is("its label stands there", await one.inputValue(), label);
}

async function photo(w, study, id) {
	const { page } = w;
	await page.locator("[id='a-places/photo']").setInputFiles(join(here,
	    "red.png"));
	await page.locator("img[src*='places%2Fphoto'], img[src*='places/photo']")
	    .first().waitFor();
	ok("it is shown", await page.locator("img[src*='photo']").first()
	    .evaluate(i => i.decode().then(() => i.naturalWidth > 0)));
	const { fields } = await study.show("lap", id);
	ok(`the store names it: ${fields["places/photo"]}`,
	    fields["places/photo"]?.endsWith(".png"));
}

export default async function ({ chrome, study, windows }) {
	await study.init({ form: join(here, "widgets.md") });
	await study.laptop("lap", "Léa");
	const server = await study.serve("lap");
	const w = await Window.open(chrome, { language: "fr", mode: "all" });
	windows.push(w);
	await w.enter(server);
	await w.follow(w.button("NEW_INTERVIEW"));
	const id = new URL(w.page.url()).pathname.split("/").pop();
	const shown = async () => (await study.show("lap", id)).fields;
	await repeats(w, shown);
	await complete(w, shown);
	await photo(w, study, id);
}
