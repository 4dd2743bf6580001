/*
 * widgets.js - fields that need a script: lists that are searched, sliders,
 * dragging, where the computer is, files; digits that pick choices. What stands
 * in [data-own] is shown here; without this file it is not there.
 */
(function () {
"use strict";
var form = document.getElementById("answers");
if (!form || !window.recolte) return;
var root = document.documentElement;
root.classList.add("scripted");

function block_of(element) { return element.closest(".block"); }
function tell(field) {
	field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* ---- a list that is searched: the combobox of the ARIA practices ---- */

function Combo(box) {
	var input = box.querySelector("input"), list = box.querySelector("ul");
	var count = box.querySelector(".count"), several = !!box.dataset.several;
	var at = -1, asked = 0, timer = 0, settled = input.value;

	function close() {
		asked++;
		clearTimeout(timer);
		list.hidden = true;
		at = -1;
		input.setAttribute("aria-expanded", "false");
		input.removeAttribute("aria-activedescendant");
		count.textContent = "";
	}
	function point(to) {
		var all = list.children;
		if (all[at]) all[at].classList.remove("at");
		at = all.length ? (to + all.length) % all.length : -1;
		if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
		all[at].classList.add("at");
		all[at].scrollIntoView({ block: "nearest" });
		input.setAttribute("aria-activedescendant", all[at].id);
	}
	async function ask(then) {
		var number = ++asked;
		try {
			var reply = await fetch(box.dataset.choices + "&words=" +
			    encodeURIComponent(input.value === settled && !several ? "" : input.value),
			    { headers: { "X-Part": "1" } });
			var page = new DOMParser().parseFromString(await reply.text(), "text/html");
		} catch (e) { return; }
		var found = page.getElementById("found");
		if (number !== asked || !found) return;
		/* Where one stands stays, also when the list comes late. */
		var stood = list.children[at], all = Array.from(found.children);
		if (then === undefined && stood)
			then = all.findIndex(li => li.dataset.value === stood.dataset.value);
		at = -1;
		list.replaceChildren();
		for (var li of all) {
			li.id = list.id + "-" + list.children.length;
			list.appendChild(document.adoptNode(li));
		}
		list.hidden = !list.children.length;
		input.setAttribute("aria-expanded", String(!list.hidden));
		count.textContent = found.dataset.count;
		if (then !== undefined && (then >= 0 || !stood)) point(then);
		else input.removeAttribute("aria-activedescendant");
	}
	function picked() { return block_of(box).querySelector(".picked"); }
	function put(value, label) {
		var choice = document.createElement("label");
		var field = document.createElement("input");
		var text = document.createElement("span");
		choice.className = "choice";
		field.type = several ? "checkbox" : "radio";
		field.name = "a:" + box.dataset.name;
		field.value = value;
		text.textContent = label;
		choice.append(field, " ", text);
		if (!several) picked().replaceChildren();
		picked().append(choice);
		field.checked = true;
	}
	function pick(li) {
		if (several) {
			var old = Array.from(picked().querySelectorAll("input")).find(
			    f => f.value === li.dataset.value);
			if (old) old.checked = !old.checked;
			else put(li.dataset.value, li.textContent);
			input.value = settled = "";
		} else {
			put(li.dataset.value, li.textContent);
			input.value = settled = li.textContent;
		}
		close();
		recolte.keep(block_of(box));
	}
	input.addEventListener("input", e => {
		e.stopPropagation();
		clearTimeout(timer);
		timer = setTimeout(ask, 120);
	});
	input.addEventListener("change", e => { e.stopPropagation(); });
	input.addEventListener("click", () => { if (list.hidden) ask(); });
	input.addEventListener("keydown", e => {
		if (e.key === "ArrowDown" || e.key === "ArrowUp") {
			e.preventDefault();
			var by = e.key === "ArrowDown" ? 1 : -1;
			if (list.hidden) ask(by > 0 ? 0 : -1);
			else point(at < 0 && by < 0 ? -1 : at + by);
		} else if (e.key === "Enter" && at >= 0 && !list.hidden) {
			e.preventDefault();
			e.stopPropagation();
			pick(list.children[at]);
		} else if (e.key === "Enter" && !list.hidden && list.children.length === 1) {
			e.preventDefault();
			e.stopPropagation();
			pick(list.children[0]);
		} else if (e.key === "Escape") {
			if (!list.hidden) e.stopPropagation();
			if (list.hidden && !several) input.value = settled;
			close();
		}
	});
	/* What was typed and not picked is no answer; nothing typed is none. */
	var missed = "";
	input.addEventListener("blur", () => {
		close();
		if (input.value && input.value !== settled) missed = input.value;
		if (several) { input.value = ""; return; }
		if (input.value === "" && settled !== "") {
			put("", "");
			settled = "";
			recolte.keep(block_of(box));
		}
		input.value = settled;
	});
	/* Who goes on is told so, once. */
	document.addEventListener("submit", e => {
		var text = input.value && input.value !== settled ? input.value : missed;
		missed = "";
		if (!text || !input.isConnected ||
		    (e.submitter && e.submitter.value !== "next")) return;
		e.preventDefault();
		e.stopPropagation();
		close();
		input.value = settled;
		input.focus();
		count.textContent = box.dataset.missed.replace("%1", () => text);
	}, true);
	list.addEventListener("mousedown", e => { e.preventDefault(); });
	list.addEventListener("click", e => {
		var li = e.target.closest("li");
		if (li) pick(li);
		missed = "";
	});
	box.renew = () => {
		if (several || document.activeElement === input) return;
		var now = picked().querySelector("input:checked");
		input.value = settled = now && now.value ?
		    now.closest("label").querySelector("span").textContent : "";
	};
}

/* ---- a slider beside the number that is the answer ---- */

function Slider(box) {
	var slider = box.querySelector("input");
	var field = box.parentNode.querySelector("input.number");
	function shown() {
		var value = field.value.replace(",", ".");
		var there = value !== "" && isFinite(value);
		slider.classList.toggle("empty", !there);
		slider.value = there ? value : slider.min;
		slider.setAttribute("aria-valuetext", there ? field.value : box.dataset.none);
	}
	function moved() {
		field.value = slider.value.replace(".", box.dataset.decimal);
		shown();
		tell(field);
	}
	slider.addEventListener("input", e => { e.stopPropagation(); moved(); });
	slider.addEventListener("change", e => { e.stopPropagation(); });
	/* The place where it stands already is an answer too, when it is clicked. */
	slider.addEventListener("click", () => {
		if (slider.classList.contains("empty")) moved();
	});
	slider.addEventListener("keydown", e => {
		if ((e.key === " " || e.key === "Enter") && slider.classList.contains("empty")) {
			e.preventDefault();
			e.stopPropagation();
			moved();
		}
	});
	field.addEventListener("input", shown);
	box.renew = shown;
	shown();
}

/* ---- where the computer is ---- */

function Locate(box) {
	var field = document.getElementById(box.dataset.field);
	var status = box.querySelector("[role=status]");
	box.querySelector("button").addEventListener("click", () => {
		status.textContent = box.dataset.asking;
		navigator.geolocation.getCurrentPosition(p => {
			var c = p.coords;
			var text = [c.latitude.toFixed(7), c.longitude.toFixed(7),
			    (c.altitude || 0).toFixed(1), c.accuracy.toFixed(1)].join(" ");
			status.textContent = "";
			if (field.nodeName === "TEXTAREA" && field.value.trim())
				field.value = field.value.trim() + "\n" + text;
			else field.value = text;
			tell(field);
		}, () => { status.textContent = box.dataset.none; },
		    { enableHighAccuracy: true, timeout: 20000 });
	});
}

function enhance() {
	for (var box of form.querySelectorAll("[data-own]")) {
		if (box.ready) { if (box.renew) box.renew(); continue; }
		box.ready = true;
		if (box.classList.contains("combo")) Combo(box);
		else if (box.classList.contains("slider")) Slider(box);
		else if (box.classList.contains("locate")) {
			if (!navigator.geolocation) continue;
			Locate(box);
		} else continue;
		box.hidden = false;
	}
	for (var li of form.querySelectorAll("ol.rank > li")) li.draggable = true;
}
document.addEventListener("recolte:sheet", enhance);
enhance();

/* ---- an order, by dragging ---- */

var dragged = null;
form.addEventListener("dragstart", e => {
	dragged = e.target.closest && e.target.closest("ol.rank > li");
	if (!dragged) return;
	e.dataTransfer.effectAllowed = "move";
	e.dataTransfer.setData("text/plain", "");
	dragged.classList.add("dragged");
});
form.addEventListener("dragover", e => {
	var over = dragged && e.target.closest("ol.rank > li");
	if (!over || over.parentNode !== dragged.parentNode) return;
	e.preventDefault();
	var r = over.getBoundingClientRect();
	if (over !== dragged)
		over.parentNode.insertBefore(dragged,
		    e.clientY > r.top + r.height / 2 ? over.nextSibling : over);
});
form.addEventListener("drop", e => { if (dragged) e.preventDefault(); });
form.addEventListener("dragend", () => {
	if (!dragged) return;
	var list = dragged.parentNode;
	dragged.classList.remove("dragged");
	dragged = null;
	for (var li of list.children) {
		var field = li.querySelector("input");
		if (!field) {
			field = document.createElement("input");
			field.type = "hidden";
			li.prepend(field);
		}
		field.name = "a:" + list.dataset.rank;
		field.value = li.dataset.value;
	}
	recolte.keep(block_of(list));
});

/* ---- files: sent as soon as they are chosen ---- */

form.addEventListener("change", async e => {
	if (e.target.type !== "file" || !e.target.files.length) return;
	var input = e.target, box = input.closest(".upload");
	var bar = box.querySelector("progress");
	if (input.files[0].size > Number(box.dataset.limit)) {
		alert_in(box, box.dataset.tooLarge);
		input.value = "";
		return;
	}
	alert_in(box, "");
	bar.hidden = false;
	var kept = await recolte.upload(block_of(input), input, part => { bar.value = part; });
	bar.hidden = true;
	bar.value = 0;
	if (kept) input.value = "";
	else alert_in(box, form.closest(".interview").dataset.unsaved);
});
function alert_in(box, text) {
	var p = box.querySelector(".error");
	if (!p && !text) return;
	if (!p) {
		p = document.createElement("p");
		p.className = "error";
		p.setAttribute("role", "alert");
		box.append(p);
	}
	p.textContent = text;
	if (!text) p.remove();
}

/* ---- one click is enough: "quick" goes on by itself ---- */

function goes_on(field) {
	return field.type === "radio" && field.closest(".choices.quick") &&
	    form.querySelectorAll("#sheet .block.q").length === 1;
}
form.addEventListener("click", e => {
	/* Arrow keys pick too, but who uses them is still choosing. */
	if (e.detail > 0 && e.target.matches("input") && goes_on(e.target)) next();
});
function next() {
	var button = form.querySelector("button.first[name=do]");
	setTimeout(() => { form.requestSubmit(button); }, 150);
}

/* ---- digits pick by the position of their keys, whatever they print ---- */

function seen(element) { return element.offsetParent !== null; }

function asked_block() {
	var here = document.activeElement && document.activeElement.closest(".block.q, tr");
	if (here && here.querySelector("input[type=radio], input[type=checkbox]")) return here;
	var open = null;
	for (var block of form.querySelectorAll("#sheet .block.q")) {
		var choices = Array.from(block.querySelectorAll(".choice input, .star input")).filter(seen);
		if (!choices.length) continue;
		open = open || block;
		if (!choices.some(c => c.checked)) return block;
	}
	return open;
}
document.addEventListener("keydown", e => {
	var digit = /^(?:Digit|Numpad)([1-9])$/.exec(e.code);
	if (!digit || e.ctrlKey || e.altKey || e.metaKey || e.defaultPrevented) return;
	if (e.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])") ||
	    document.querySelector("dialog[open]")) return;
	var block = asked_block();
	if (!block) return;
	var choices = Array.from(block.querySelectorAll(
	    ".choices .choice input, .star input, td input")).filter(seen);
	var field = choices[digit[1] - 1];
	if (!field) return;
	e.preventDefault();
	field.focus();
	if (field.type === "radio" && field.checked) { if (goes_on(field)) next(); return; }
	field.click();
	if (goes_on(field)) next();
});
})();
