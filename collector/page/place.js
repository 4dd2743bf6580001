/*
 * place.js - where the computer is, for a trail that notes it, if the browser
 * says so. Only on the pages of a form that asks.
 */
(function () {
"use strict";
var place = document.querySelector("input[name=place]"), forget = 0;
if (place && navigator.geolocation) navigator.geolocation.watchPosition(function (p) {
	var c = p.coords, ms = place.dataset.age * 1000;
	place.value = [c.latitude, c.longitude, c.altitude || 0, c.accuracy].map(
	    function (n) { return n.toFixed(7).replace(/\.?0+$/, ""); }).join(" ");
	clearTimeout(forget);
	if (ms) forget = setTimeout(function () { place.value = ""; }, ms);
}, function () { place.value = ""; },
    { enableHighAccuracy: !!place.dataset.exact, maximumAge: place.dataset.age * 1000 });
})();
