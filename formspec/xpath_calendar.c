/*
 * Names of months and days. Source: the Unicode locale data (CLDR), the forms
 * that stand inside a date.
 */
#include "formspec/xpath_calendar.h"

#include <string.h>

#include "kit/base/text.h"

static const struct calendar calendars[] = {
	{ "en", { "english", "anglais" },
	    { "January", "February", "March", "April", "May", "June", "July",
	    "August", "September", "October", "November", "December" },
	    { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
	    "Oct", "Nov", "Dec" },
	    { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
	    "Friday", "Saturday" },
	    { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" } },
	{ "fr", { "francais", "french" },
	    { "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	    "août", "septembre", "octobre", "novembre", "décembre" },
	    { "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.",
	    "août", "sept.", "oct.", "nov.", "déc." },
	    { "dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi",
	    "samedi" },
	    { "dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam." } },
	{ "ar", { "العربية", "arabic", "arabe" },
	    { "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو",
	    "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر" },
	    { "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو",
	    "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر" },
	    { "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة",
	    "السبت" },
	    { "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة",
	    "السبت" } },
	{ "de", { "deutsch", "german", "allemand" },
	    { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli",
	    "August", "September", "Oktober", "November", "Dezember" },
	    { "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.",
	    "Sept.", "Okt.", "Nov.", "Dez." },
	    { "Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag",
	    "Freitag", "Samstag" },
	    { "So.", "Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa." } },
	{ "es", { "espanol", "spanish", "espagnol" },
	    { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
	    "agosto", "septiembre", "octubre", "noviembre", "diciembre" },
	    { "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept",
	    "oct", "nov", "dic" },
	    { "domingo", "lunes", "martes", "miércoles", "jueves", "viernes",
	    "sábado" },
	    { "dom", "lun", "mar", "mié", "jue", "vie", "sáb" } },
	{ "it", { "italiano", "italian", "italien" },
	    { "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
	    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"
	    },
	    { "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set",
	    "ott", "nov", "dic" },
	    { "domenica", "lunedì", "martedì", "mercoledì", "giovedì",
	    "venerdì", "sabato" },
	    { "dom", "lun", "mar", "mer", "gio", "ven", "sab" } },
	{ "nl", { "nederlands", "dutch", "neerlandais" },
	    { "januari", "februari", "maart", "april", "mei", "juni", "juli",
	    "augustus", "september", "oktober", "november", "december" },
	    { "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep",
	    "okt", "nov", "dec" },
	    { "zondag", "maandag", "dinsdag", "woensdag", "donderdag",
	    "vrijdag", "zaterdag" },
	    { "zo", "ma", "di", "wo", "do", "vr", "za" } },
	{ "pt", { "portugues", "portuguese", "portugais" },
	    { "janeiro", "fevereiro", "março", "abril", "maio", "junho",
	    "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"
	    },
	    { "jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.",
	    "set.", "out.", "nov.", "dez." },
	    { "domingo", "segunda-feira", "terça-feira", "quarta-feira",
	    "quinta-feira", "sexta-feira", "sábado" },
	    { "dom.", "seg.", "ter.", "qua.", "qui.", "sex.", "sáb." } },
	{ "ru", { "русский", "russian", "russe" },
	    { "января", "февраля", "марта", "апреля", "мая", "июня", "июля",
	    "августа", "сентября", "октября", "ноября", "декабря" },
	    { "янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.",
	    "сент.", "окт.", "нояб.", "дек." },
	    { "воскресенье", "понедельник", "вторник", "среда", "четверг",
	    "пятница", "суббота" },
	    { "вс", "пн", "вт", "ср", "чт", "пт", "сб" } },
	{ "sw", { "kiswahili", "swahili" },
	    { "Januari", "Februari", "Machi", "Aprili", "Mei", "Juni",
	    "Julai", "Agosti", "Septemba", "Oktoba", "Novemba", "Desemba" },
	    { "Jan", "Feb", "Mac", "Apr", "Mei", "Jun", "Jul", "Ago", "Sep",
	    "Okt", "Nov", "Des" },
	    { "Jumapili", "Jumatatu", "Jumanne", "Jumatano", "Alhamisi",
	    "Ijumaa", "Jumamosi" },
	    { "Jumapili", "Jumatatu", "Jumanne", "Jumatano", "Alhamisi",
	    "Ijumaa", "Jumamosi" } },
	{ "tr", { "turkce", "turkish", "turc" },
	    { "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz",
	    "Ağustos", "Eylül", "Ekim", "Kasım", "Aralık" },
	    { "Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl",
	    "Eki", "Kas", "Ara" },
	    { "Pazar", "Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma",
	    "Cumartesi" },
	    { "Paz", "Pzt", "Sal", "Çar", "Per", "Cum", "Cmt" } }
};

/* "fr" of "Français (fr-CA)" and of "fr_CA"; all of "French". */
static struct slice
language_tag(const char *language)
{
	const char *open = strrchr(language, '(');
	const char *from = open ? open + 1 : language;

	return text_trim(slice_of(from, strcspn(from, open ? ")-_" : "-_")));
}

static const struct calendar *
calendar_called(struct slice word)
{
	size_t count = sizeof(calendars) / sizeof(*calendars);
	const struct calendar *found = NULL;
	struct buf folded = BUF_INIT;

	text_fold(&folded, word);
	for (size_t i = 0; i < count && found == NULL; i++) {
		const struct calendar *at = &calendars[i];

		if (strcmp(buf_str(&folded), at->tag) == 0)
			found = at;
		for (size_t k = 0; k < CALENDAR_WORDS && at->words[k]; k++)
			if (strcmp(buf_str(&folded), at->words[k]) == 0)
				found = at;
	}
	buf_free(&folded);
	return found;
}

const struct calendar *
calendar_of(const char *language)
{
	const struct calendar *found = calendar_called(language_tag(language));

	if (found == NULL && strchr(language, '(') != NULL)
		found = calendar_called(text_trim(slice_of(language,
		    strcspn(language, "("))));
	return found != NULL ? found : &calendars[0];
}
