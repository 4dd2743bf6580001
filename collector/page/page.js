/* page.js - what every page does: keys, and parts that renew themselves. */
(function () {
"use strict";
function types(element) {
	return element.matches("textarea, select, input:not([type=radio])" +
	    ":not([type=checkbox]):not([type=range]), [contenteditable]");
}

/* ? shows what keys do; Escape closes it, as the browser does. */
document.addEventListener("keydown", function (e) {
	var keys = document.getElementById("keys");
	if (e.key === "?" && keys && !types(e.target) && !e.ctrlKey && !e.metaKey) {
		e.preventDefault();
		keys.showModal();
	}
});

/* <button data-opens="ID">: a <dialog>. */
document.querySelectorAll("[data-opens]").forEach(function (b) {
	b.hidden = false;
	b.addEventListener("click", function () {
		document.getElementById(b.dataset.opens).showModal();
	});
});

/* <button data-print> */
document.querySelectorAll("[data-print]").forEach(function (b) {
	b.hidden = false;
	b.addEventListener("click", function () { print(); });
});

/* <div data-renew="ADDRESS">: asked for every second until it has no more. */
function renew(part) {
	setTimeout(async function () {
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

/* <select data-now>, <input data-now>: chosen is sent. */
document.addEventListener("change", function (e) {
	if (e.target.hasAttribute("data-now")) e.target.form.requestSubmit();
});
})();
