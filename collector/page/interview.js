/*
 * interview.js - answers are kept as they are given, and what changes by them is
 * exchanged. Without this file the buttons send the whole sheet.
 */
(function () {
"use strict";
function by(id) { return document.getElementById(id); }
var form = by("answers");
if (!form) return;
var room = form.closest(".interview");
var saved = by("saved");
var waiting = new Set();	/* blocks that were not sent yet */
var sending = null;		/* those that are on their way */
var timer = 0;
var late = false;		/* something waits for what is on its way */
var pressed = [];		/* buttons that were not sent yet */
var leaving = null;		/* the button that leads to another sheet */
var doubt = false;		/* who is at the other end? */
var TYPING_MS = 500, AGAIN_MS = 2000;

function say(text, trouble) {
	saved.textContent = text;
	saved.classList.toggle("trouble", !!trouble);
}

/* ---- what came back takes the place of what was there ---- */

/*
 * Is something else being typed in its block than what came? Then the block
 * goes on saying what it showed before: the program compares (was.h).
 */
function ahead(q, there) {
	var f = document.activeElement, block = q.closest(".block");
	if (!f.id || !block || !block.contains(f)) return false;
	var theirs = there.closest(".block").querySelector("#" + CSS.escape(f.id));
	return theirs && theirs.value !== f.value;
}

/* A node is changed to be like another, so that focus and typing stay. */
function become(here, there) {
	var active = document.activeElement;
	if (here.nodeType !== there.nodeType || here.nodeName !== there.nodeName ||
	    (here.id || "") !== (there.id || "")) {
		here.replaceWith(there);
		return;
	}
	if (here.nodeType !== Node.ELEMENT_NODE) {
		if (here.data !== there.data) here.data = there.data;
		return;
	}
	if (here.hasAttribute("data-own")) return;
	if (here.name === "q" && ahead(here, there)) { skipped = true; return; }
	for (var a of Array.from(here.attributes))
		if (!there.hasAttribute(a.name) && a.name !== "open")
			here.removeAttribute(a.name);
	for (var b of Array.from(there.attributes))
		if (here.getAttribute(b.name) !== b.value)
			here.setAttribute(b.name, b.value);
	if (here.nodeName === "INPUT" || here.nodeName === "TEXTAREA") {
		here.checked = there.checked;
		/* What is being typed is newer than what came back. */
		if (here !== active && here.type !== "file" && here.value !== there.value)
			here.value = there.value;
		if (here.nodeName === "TEXTAREA") return;
	}
	children(here, Array.from(there.childNodes));
	if (here.nodeName === "SELECT" && here !== active) here.value = there.value;
}

/*
 * What has a name is the same one before and after, whatever comes or goes in
 * front of it: a field that is typed in is never made anew.
 */
function children(here, theirs) {
	var names = new Set(theirs.map(t => t.id));
	var at = here.firstChild;
	function drop() {
		var next = at.nextSibling;
		at.remove();
		at = next;
	}
	for (var t of theirs) {
		var same = t.id && Array.from(here.children).find(m => {
			return m.id === t.id; });
		while (same && at !== same && at && !(at.id && names.has(at.id))) drop();
		if (same && at !== same) here.insertBefore(same, at);
		else if (same) at = at.nextSibling;
		else if (at && !at.id && !t.id && at.nodeName === t.nodeName) {
			same = at;
			at = at.nextSibling;
		}
		if (same) become(same, t);
		else here.insertBefore(t, at);
	}
	while (at) drop();
}

var skipped = false;		/* a block was not taken: all of them, please */
var fresh = null;		/* the instance of a repeat that has just come */

function unsent(part) {
	return Array.from(waiting).some(id => {
		var block = by(id);
		return block && part.contains(block); });
}

/* Sections (.part) are entered; blocks are as they were, or come whole. */
function fill(here, there) {
	var before = here.firstElementChild;
	for (var part of Array.from(there.children)) {
		var old = by(part.id);
		if (old === null || old.parentNode !== here) {
			here.insertBefore(document.adoptNode(part), before);
			if (part.classList.contains("card")) fresh = part;
			continue;
		}
		if (old !== before) here.insertBefore(old, before);
		else before = before.nextElementSibling;
		if (part.classList.contains("part")) fill(old, part);
		else if (waiting.has(old.id)) skipped = true;	/* newer than this */
		else if (!part.hasAttribute("data-same")) become(old, part);
	}
	while (before) {
		var gone = before;
		before = before.nextElementSibling;
		/* What was typed there goes first, to be told what becomes of it. */
		if (!unsent(gone)) gone.remove();
	}
}

/* Where one goes on after a button: what was added, or how to take it back. */
function follow(button) {
	var to = fresh && fresh.querySelector("input:not([type=hidden]), select, textarea");
	if (button.indexOf("remove:") === 0) to = by("undo");
	else if (button.indexOf("clear:") === 0)
		to = by("a-" + button.slice(6));
	if (to) to.focus();
}

function exchange(text) {
	fresh = null;
	var came = new DOMParser().parseFromString(text, "text/html");
	var kept = !came.querySelector("#unkept[data-news]");
	var focus = document.activeElement && document.activeElement.id;
	fill(by("sheet"), came.getElementById("sheet"));
	for (var part of Array.from(came.body.children))
		if (part.id && part.id !== "sheet") {
			var place = by(part.id);
			if (place) become(place, part);
		}
	/* A field that goes says once more that it was typed in. */
	for (var id of waiting) if (!by(id)) waiting.delete(id);
	/* A button that was moved or made anew is where one was. */
	focus = focus && by(focus);
	if (focus && focus !== document.activeElement) focus.focus();
	var wrong = by("wrong");
	if (wrong) wrong.hidden = !document.querySelector("#sheet .error");
	document.dispatchEvent(new Event("recolte:sheet"));
	if (kept) return true;
	leaving = null;
	room.querySelector("#unkept .error, .block [role=alert]")
	    .scrollIntoView({ block: "nearest" });
	return false;
}

/* ---- sending ---- */

function body_of(ids, button) {
	var body = new FormData();
	for (var name of ["_form", "at", "window", "check", "place"])
		if (form.elements[name]) body.append(name, form.elements[name].value);
	if (skipped) body.append("all", "1");
	skipped = false;
	for (var id of ids) {
		var block = by(id);
		if (!block) continue;
		for (var field of block.querySelectorAll("input, select, textarea")) {
			if (!field.name || field.disabled || field.type === "file") continue;
			if ((field.type === "checkbox" || field.type === "radio") &&
			    !field.checked) continue;
			if (field.multiple)
				for (var o of field.selectedOptions) body.append(field.name, o.value);
			else
				body.append(field.name, field.value);
		}
	}
	if (button) body.append("do", button);
	return body;
}

function soon(ms) {
	clearTimeout(timer);
	timer = setTimeout(send, ms);
}

/* One after the other: what is on its way has come back before more goes. */
async function send() {
	clearTimeout(timer);
	late = !!sending;
	if (late) return;
	var button = pressed.shift();
	if (waiting.size || button) {
		sending = waiting;
		waiting = new Set();
		say(room.dataset.saving);
		var good = await post(button);
		if (!good) return;
	}
	next();
}

/*
 * The program may be another one now, or somebody else's: what is typed goes
 * only to one that has this store, with the token that it wants.
 */
async function meet() {
	var said = (await (await fetch("/again")).text()).split(" ");
	if (said[0] !== form.dataset.proof) throw said;
	document.getElementsByName("_form").forEach(f => { f.value = said[1]; });
	doubt = false;
}

/* False: it was not kept, and nobody leaves. Nothing is forgotten. */
async function post(button) {
	var why = room.dataset.unsaved;
	try {
		if (doubt) await meet();
		var reply = await fetch(form.action, { method: "POST",
		    headers: { "X-Part": "1" }, body: body_of(sending, button),
		    credentials: "same-origin" });
		var text = await reply.text();
		/* The passphrase's page, say, is no word that it was kept. */
		if (reply.ok && text.indexOf('<div id="sheet"') >= 0) {
			sending = null;
			var kept = exchange(text);
			if (button) follow(button);
			if (!kept) say(room.dataset.unkept, true);
			else if (!waiting.size) say(room.dataset.saved);
			return true;
		}
		var told = new DOMParser().parseFromString(text, "text/html")
		    .querySelector(".failure");
		if (reply.status === 403) throw told;
		if (told) why = told.textContent.trim();
		if (reply.status === 409 || reply.status >= 500) soon(AGAIN_MS);
	} catch (e) {
		/* The program does not answer, or not to us: again, until it does. */
		doubt = true;
		if (button) pressed.unshift(button);
		soon(AGAIN_MS);
	}
	for (var id of sending || []) waiting.add(id);
	sending = leaving = null;
	skipped = true;		/* blocks may have been on their way */
	say(why, true);
	return false;
}

function next() {
	if (late || pressed.length || (leaving && waiting.size)) send();
	else if (leaving) form.requestSubmit(leaving);
}

/* A file, which takes a while: progress(part) from 0 to 1. */
function upload(block, input, progress) {
	if (doubt) return meet().then(() => {
		return upload(block, input, progress); }, () => {
		say(room.dataset.unsaved, true);
		return false; });
	if (sending) return new Promise(done => {
		setTimeout(() => { upload(block, input, progress).then(done); }, 50);
	});
	sending = new Set([block.id]);
	var body = body_of(sending);
	body.append(input.name, input.files[0]);
	say(room.dataset.saving);
	return new Promise(done => {
		var request = new XMLHttpRequest();
		request.open("POST", form.action);
		request.setRequestHeader("X-Part", "1");
		request.upload.onprogress = e => { progress(e.loaded / e.total); };
		request.onloadend = () => {
			sending = null;
			if (request.status === 200) exchange(request.responseText);
			else { skipped = doubt = true; leaving = null; }
			/* What was refused says so where it stands. */
			var wrong = block.querySelector(".error");
			say(request.status !== 200 ? room.dataset.unsaved :
			    wrong ? "" : room.dataset.saved, request.status !== 200);
			next();
			done(request.status === 200);
		};
		request.send(body);
	});
}

/* From here on it is not said to be saved. */
function keep(block, wait) {
	waiting.add(block.id);
	if (!saved.classList.contains("trouble") &&
	    saved.textContent !== room.dataset.saving) say(room.dataset.saving);
	soon(wait);
}
function changed(event, wait) {
	var block = event.target.closest(".block");
	if (block && event.target.name && event.target.type !== "file")
		keep(block, wait);
}
form.addEventListener("input", e => {
	var typed = e.target.matches("textarea, input:not([type=radio]):not([type=checkbox])");
	changed(e, typed ? TYPING_MS : 0);
});
form.addEventListener("change", e => { changed(e, 0); });

window.addEventListener("pageshow", e => {
	if (e.persisted) location.reload();
});

/* Buttons that stay on the page; the others once everything is kept. */
form.addEventListener("submit", e => {
	var button = e.submitter;
	if (button && button.name === "do" && button.value.indexOf(":") > 0 &&
	    !button.hasAttribute("data-leave")) {
		e.preventDefault();
		pressed.push(button.value);
		/* With what it is about, as it was shown. */
		if (button.closest(".block")) waiting.add(button.closest(".block").id);
		send();
	} else if (waiting.size || sending) {
		e.preventDefault();
		leaving = button || form.querySelector("button[value=next]");
		send();
	}
});
window.addEventListener("beforeunload", e => {
	if (waiting.size || sending) e.preventDefault();
});
window.recolte = { keep: block => { keep(block, 0); }, send: send,
    upload: upload };

/* ---- keys ---- */

function longText(e) { return e.target.matches("textarea"); }

document.addEventListener("keydown", e => {
	if (e.key === "Enter" && !e.altKey && !e.metaKey && form.contains(e.target)) {
		var back = form.querySelector("button[name=do][value=back]");
		if (e.shiftKey && !longText(e) && back) {
			e.preventDefault();
			form.requestSubmit(back);
		} else if (e.ctrlKey && longText(e)) {
			e.preventDefault();
			form.requestSubmit(form.querySelector("button[name=do][value=next]"));
		}
	}
	if (e.key === "/" && !e.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) {
		e.preventDefault();
		document.querySelector(".tools .menu").open = true;
		by("find").focus();
	}
});

/* Where one goes on: the first field of the page, or the button to the next. */
function begin() {
	var wrong = by("wrong");
	if (wrong && !location.hash) { wrong.focus(); return; }
	if (location.hash || document.querySelector("dialog[open]")) {
		var there = by(decodeURIComponent(location.hash.slice(1)));
		var inside = there && there.querySelector("input:not([type=hidden]), select, textarea");
		if (inside) inside.focus();
		return;
	}
	var field = ["#sheet input:checked", "#sheet input, #sheet select, #sheet textarea",
	    "button.first"].flatMap(which => {
		return Array.from(form.querySelectorAll(which)); }).find(f => {
		return f.offsetParent; });
	if (field) field.focus({ preventScroll: true });
}
/* Once widgets.js has made its own fields. */
document.addEventListener("DOMContentLoaded", begin);
window.addEventListener("hashchange", begin);

/* ---- jumping to a question by its words ---- */

var find = by("find");
var asked = 0;
find.addEventListener("input", async () => {
	var number = ++asked;
	var url = find.form.action + "?word=" + encodeURIComponent(find.value);
	try {
		var reply = await fetch(url, { headers: { "X-Part": "1" } });
		var page = new DOMParser().parseFromString(await reply.text(), "text/html");
		var found = page.getElementById("found");
		if (number === asked && found)
			by("found").replaceWith(document.adoptNode(found));
	} catch (e) { say(room.dataset.unsaved, true); }
});
})();
