/* page.js - what every page does: keys, and parts that renew themselves. */
(function () {
"use strict";
function types(element) {
	return element.matches("textarea, select, input:not([type=radio])" +
	    ":not([type=checkbox]):not([type=range]), [contenteditable]");
}

/* ? shows what keys do; Escape closes it, as the browser does. */
document.addEventListener("keydown", e => {
	var keys = document.getElementById("keys");
	if (e.key === "?" && keys && !types(e.target) && !e.ctrlKey && !e.metaKey) {
		e.preventDefault();
		keys.showModal();
	}
});

/* <button data-opens="ID">: a <dialog>. */
document.querySelectorAll("[data-opens]").forEach(b => {
	b.hidden = false;
	b.addEventListener("click", () => {
		document.getElementById(b.dataset.opens).showModal();
	});
});

/* <button data-print> */
document.querySelectorAll("[data-print]").forEach(b => {
	b.hidden = false;
	b.addEventListener("click", () => { print(); });
});

/* <div data-renew="ADDRESS">: asked for every second until it has no more. */
function renew(part) {
	setTimeout(async () => {
		try {
			var reply = await fetch(part.dataset.renew,
			    { headers: { "X-Part": "1" } });
			var page = new DOMParser().parseFromString(await reply.text(), "text/html");
			var next = page.getElementById(part.id);
			if (!next) { location.reload(); return; }
			part.replaceWith(document.adoptNode(next));
			part = next;
		} catch (e) { /* the program has ended, or is busy: ask again */ }
		if (part.dataset.renew) renew(part);
	}, 700);
}
document.querySelectorAll("[data-renew]").forEach(renew);

/*
 * <input data-judge="ADDRESS">: what is thought of it, in the element
 * "judged-" and its id.
 */
var judging = 0;
document.addEventListener("input", e => {
	var address = e.target.dataset.judge, form = e.target.form;
	if (!address || !form) return;
	clearTimeout(judging);
	judging = setTimeout(async () => {
		var said = new URLSearchParams({ _form: form.elements._form.value,
		    text: e.target.value });
		try {
			var reply = await fetch(address, { method: "POST", body: said,
			    headers: { "X-Part": "1" } });
			if (reply.ok)
				document.getElementById("judged-" + e.target.id).textContent =
				    e.target.value ? await reply.text() : "";
		} catch (e) { /* advice only */ }
	}, 400);
});

/* <select data-now>, <input data-now>: chosen is sent. */
document.addEventListener("change", e => {
	if (e.target.hasAttribute("data-now")) e.target.form.requestSubmit();
});
})();
