#include <string.h>

#include "formspec/fake_internal.h"
#include "kit/base/text.h"

#define COUNT(table) ((int64_t)(sizeof(table) / sizeof(*(table))))

static const char *const given_names[] = {
	"Jeanne", "Karim", "Élodie", "Thomas", "Aïcha", "Julien", "Sophie",
	"Mehdi", "Camille", "François", "Nadia", "Benoît", "Chloé", "Moussa",
	"Hélène", "Antoine", "Fatou", "Rémi", "Laëtitia", "Yanis", "Claire",
	"Mathieu", "Noémie", "Olivier", "Samira", "Grégory", "Inès", "Pascal",
	"Zoé", "Loïc",
};

static const char *const family_names[] = {
	"Dubois", "Lefebvre", "Delattre", "Benali", "Carpentier", "Wattel",
	"Moreau", "Diallo", "Vanhoutte", "Leclercq", "Bouchard", "Delannoy",
	"Haddad", "Caron", "Desmet", "Fontaine", "Legrand", "Traoré",
	"Vasseur", "Hennebelle", "Mercier", "Cousin", "Bernard", "Lemaître",
	"Duhamel", "Flament", "Kaczmarek", "Poulain", "Ricard", "Sénéchal",
};

static const char *const towns[] = {
	"Lille", "Roubaix", "Tourcoing", "Amiens", "Beauvais", "Creil",
	"Lens", "Liévin", "Valenciennes", "Denain", "Maubeuge", "Dunkerque",
	"Calais", "Boulogne-sur-Mer", "Saint-Quentin", "Laon", "Soissons",
	"Abbeville", "Arras", "Douai", "Béthune", "Hem", "Wattrelos",
};

static const char *const structures[] = {
	"Communauté urbaine", "Communauté d'agglomération", "Mairie",
	"Centre social", "Préfecture", "Conseil départemental",
	"Office public de l'habitat", "Mission locale", "Maison des associations",
};

static const char *const jobs[] = {
	"Cheffe de projet politique de la ville", "Chargé de mission emploi",
	"Directrice de centre social", "Délégué du préfet",
	"Coordinatrice du programme de réussite éducative",
	"Responsable habitat et cadre de vie", "Adulte-relais",
	"Agent de développement local", "Chargée d'évaluation",
};

static const char *const sentences[] = {
	"Il manque du temps pour se rencontrer entre professionnels.",
	"Les formations sont utiles, mais souvent trop loin.",
	"Nous aimerions échanger davantage avec les autres territoires.",
	"Un annuaire à jour nous ferait gagner des journées.",
	"L'équipe a été renouvelée cette année, tout est à reconstruire.",
	"Le lien avec les habitants reste notre priorité.",
	"Les financements arrivent tard et les dossiers sont lourds.",
	"Rien à ajouter, merci de votre visite.",
	"Les conseils citoyens demandent un accompagnement régulier.",
	"« On fait au mieux » : c'est la phrase qui revient ici.",
};

static const char *const phrases[] = {
	"médiation", "vie associative", "un réseau local", "selon les années",
	"culture et sport", "à préciser avec l'équipe", "accès aux droits",
	"participation des habitants", "en cours de discussion", "numérique",
};

static const char *const streets[] = {
	"rue de la République", "place du Marché", "avenue Jean-Jaurès",
	"boulevard Gambetta", "rue des Tisserands", "rue Pasteur",
};

static const char *
pick(struct fake_random *random, const char *const *table, int64_t count)
{
	return table[fake_between(random, 0, count - 1)];
}

void
fake_person(struct fake *fake)
{
	buf_reset(&fake->given);
	buf_reset(&fake->family);
	buf_add(&fake->given, pick(&fake->random, given_names,
	    COUNT(given_names)));
	buf_add(&fake->family, pick(&fake->random, family_names,
	    COUNT(family_names)));
}

static void
add_given(struct fake *fake, struct buf *out)
{
	buf_add_slice(out, buf_slice(&fake->given));
}

static void
add_family(struct fake *fake, struct buf *out)
{
	buf_add_slice(out, buf_slice(&fake->family));
}

static void
add_full(struct fake *fake, struct buf *out)
{
	add_given(fake, out);
	buf_add_byte(out, ' ');
	add_family(fake, out);
}

/* A name as it stands in an address: no accents, no spaces. */
static void
add_plain(struct buf *out, const struct buf *name)
{
	struct buf folded = BUF_INIT;

	text_fold(&folded, buf_slice(name));
	for (size_t i = 0; i < folded.len; i++)
		if (folded.data[i] != ' ')
			buf_add_byte(out, folded.data[i]);
	buf_free(&folded);
}

/* Domains that RFC 2606 keeps for examples: nobody gets this mail. */
static void
add_email(struct fake *fake, struct buf *out)
{
	static const char *const domains[] = {
		"mairie.example.org", "agglo.example.org", "example.com",
		"example.net", "example.org",
	};

	add_plain(out, &fake->given);
	buf_add_byte(out, '.');
	add_plain(out, &fake->family);
	buf_add_byte(out, '@');
	buf_add(out, pick(&fake->random, domains, COUNT(domains)));
}

/* Numbers that the French plan keeps for fiction; several ways to write. */
static void
add_phone(struct fake *fake, struct buf *out)
{
	int first = (int)fake_between(&fake->random, 0, 99);
	int second = (int)fake_between(&fake->random, 0, 99);
	bool mobile = fake_chance(&fake->random, 60);
	const char *starts[][2] = {
		{ "03 53 01 %02d %02d", "06 39 98 %02d %02d" },
		{ "035301%02d%02d", "063998%02d%02d" },
		{ "+3335301%02d%02d", "+3363998%02d%02d" },
	};
	int64_t style = fake_between(&fake->random, -2, 2);
	const char *at = starts[style < 0 ? 0 : style][mobile];

	/* The two numbers go where the table says %02d. */
	for (int n = 0; *at != '\0'; at++) {
		if (*at != '%') {
			buf_add_byte(out, (uint8_t)*at);
			continue;
		}
		buf_addf(out, "%02d", n++ == 0 ? first : second);
		at += strlen("%02d") - 1;
	}
}

static void
add_digits(struct fake *fake, struct buf *out, size_t count)
{
	while (count-- > 0)
		buf_add_byte(out, (uint8_t)fake_between(&fake->random, '0',
		    '9'));
}

/* What makes the Luhn sum of text and the digit a multiple of ten. */
static uint8_t
luhn_digit(struct slice text)
{
	unsigned sum = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned digit = (unsigned)(text.data[text.len - 1 - i] - '0');

		if (i % 2 == 0)
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return (uint8_t)('0' + (10 - sum % 10) % 10);
}

static void
add_luhn(struct fake *fake, struct buf *out, size_t count)
{
	add_digits(fake, out, count - 1);
	buf_add_byte(out, luhn_digit(slice_of(out->data + out->len -
	    (count - 1), count - 1)));
}

/* Numbers of establishments begin with 2: a body of public law. */
static void
add_siren(struct fake *fake, struct buf *out)
{
	struct buf digits = BUF_INIT;

	buf_add_byte(&digits, '2');
	add_digits(fake, &digits, 7);
	buf_add_byte(&digits, luhn_digit(buf_slice(&digits)));
	buf_add_slice(out, buf_slice(&digits));
	buf_free(&digits);
}

/* Both the SIREN and the whole SIRET have their check digit. */
static void
add_siret(struct fake *fake, struct buf *out)
{
	struct buf digits = BUF_INIT;

	add_siren(fake, &digits);
	buf_addf(&digits, "%04d", (int)fake_between(&fake->random, 1, 99));
	buf_add_byte(&digits, luhn_digit(buf_slice(&digits)));
	buf_add_slice(out, buf_slice(&digits));
	buf_free(&digits);
}

static void
add_postcode(struct fake *fake, struct buf *out)
{
	static const char *const departments[] = {
		"02", "59", "60", "62", "80"
	};

	buf_addf(out, "%s%03d", pick(&fake->random, departments,
	    COUNT(departments)), (int)fake_between(&fake->random, 0, 99) * 10);
}

static void
add_town(struct fake *fake, struct buf *out)
{
	buf_add(out, pick(&fake->random, towns, COUNT(towns)));
}

static void
add_structure(struct fake *fake, struct buf *out)
{
	const char *name = pick(&fake->random, structures, COUNT(structures));

	buf_add(out, name);
	buf_add(out, " de ");
	add_town(fake, out);
}

static void
add_job(struct fake *fake, struct buf *out)
{
	buf_add(out, pick(&fake->random, jobs, COUNT(jobs)));
}

static void
add_address(struct fake *fake, struct buf *out)
{
	buf_addf(out, "%d ", (int)fake_between(&fake->random, 1, 120));
	buf_add(out, pick(&fake->random, streets, COUNT(streets)));
	buf_add(out, ", ");
	add_postcode(fake, out);
	buf_add_byte(out, ' ');
	add_town(fake, out);
}

static void
add_year(struct fake *fake, struct buf *out)
{
	buf_addf(out, "%d", (int)fake_between(&fake->random, 1990, 2024));
}

static void
add_url(struct fake *fake, struct buf *out)
{
	buf_add(out, "https://www.example.org/");
	add_plain(out, &fake->family);
}

/* Where there are several lines, people write sentences. */
static void
add_words(struct fake *fake, struct buf *out, const struct item *item)
{
	if (strstr(item->appearance, "multiline") != NULL)
		buf_add(out, pick(&fake->random, sentences, COUNT(sentences)));
	else
		buf_add(out, pick(&fake->random, phrases, COUNT(phrases)));
}

/* By role first, then by a word of the item's name; the first row wins. */
static const struct topic {
	const char *role;
	const char *words;	/* with a space before and behind each */
	void (*add)(struct fake *, struct buf *);
} topics[] = {
	{ "email", " email mail courriel mel ", add_email },
	{ "given-name", " prenom given firstname ", add_given },
	{ "phone", " tel telephone phone portable mobile ", add_phone },
	{ NULL, " siret ", add_siret },
	{ NULL, " siren ", add_siren },
	{ NULL, " cp postal postcode zip insee ", add_postcode },
	{ NULL, " commune ville town city quartier territoire ", add_town },
	{ NULL, " adresse address rue ", add_address },
	{ NULL, " structure organisme employeur organisation service "
	    "organization employer ", add_structure },
	{ NULL, " fonction poste metier intitule job title titre ", add_job },
	{ NULL, " annee year ", add_year },
	{ NULL, " url site web lien ", add_url },
	{ NULL, " nomprenom personne interlocuteur contact fullname ",
	    add_full },
	{ "family-name", " nom family lastname surname name ", add_family },
};

bool
fake_is_about(const struct item *item, const char *words)
{
	struct buf folded = BUF_INIT, word = BUF_INIT;
	bool found = false;
	size_t start = 0;

	text_fold(&folded, slice_str(item->name));
	buf_add_byte(&folded, ' ');
	for (size_t i = 0; i < folded.len && !found; i++) {
		if (folded.data[i] != ' ' && folded.data[i] != '_')
			continue;
		buf_reset(&word);
		buf_add_byte(&word, ' ');
		buf_append(&word, folded.data + start, i - start);
		buf_add_byte(&word, ' ');
		found = word.len > 2 && strstr(words, buf_str(&word)) != NULL;
		start = i + 1;
	}
	buf_free(&word);
	buf_free(&folded);
	return found;
}

static const struct topic *
topic_of(const struct item *item)
{
	for (int64_t i = 0; i < COUNT(topics); i++)
		if (topics[i].role != NULL && item->role != NULL &&
		    strcmp(topics[i].role, item->role) == 0)
			return &topics[i];
	for (int64_t i = 0; i < COUNT(topics); i++)
		if (fake_is_about(item, topics[i].words))
			return &topics[i];
	return NULL;
}

/* As long as the constraint on string-length(.) wants it. */
static void
fit_length(struct fake *fake, struct buf *out, const struct answer *answer)
{
	struct fake_bounds bounds;
	struct slice rest = buf_slice(out);

	if (answer->item->constraint.source == NULL)
		return;
	bounds = fake_bounds_of(fake, answer, "string-length(.)");
	while (rest.len > 0 && (double)(text_length(buf_slice(out)) -
	    text_length(rest)) < bounds.high)
		text_next(&rest);
	out->len -= rest.len;
	while ((double)text_length(buf_slice(out)) < bounds.low &&
	    out->len < 4096)
		buf_add_byte(out, (uint8_t)fake_between(&fake->random, 'a',
		    'z'));
}

/*
 * A topic's text comes first; when it does not pass, strings from the pattern
 * of the constraint take over, and digits, for what wants a number.
 */
void
fake_text(struct fake *fake, struct buf *out, const struct answer *answer,
    unsigned attempt)
{
	const struct topic *topic = topic_of(answer->item);
	struct buf pattern = BUF_INIT;
	bool has_pattern = fake_pattern_of(&pattern, answer);
	unsigned from_pattern = topic ? 8 : 0;

	if (strstr(answer->item->appearance, "numbers") != NULL)
		add_luhn(fake, out, 9);
	else if (has_pattern && attempt >= from_pattern && attempt % 4 != 3 &&
	    fake_regex(&fake->random, out, buf_slice(&pattern)))
		;
	else if (topic != NULL && attempt < 16)
		topic->add(fake, out);
	else if (attempt < 16)
		add_words(fake, out, answer->item);
	else
		add_digits(fake, out, (size_t)fake_between(&fake->random, 1,
		    16));
	fit_length(fake, out, answer);
	buf_free(&pattern);
}
