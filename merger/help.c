/* help.c - what merger --help says, in French. */
#include "merger/words.h"

#include <stddef.h>

const struct failure_words merger_help[] = {
	/* cmd_cases */
	{ "COLUMN", "COLONNE" },
	{ "the column that names a case (default: case)",
	    "la colonne qui nomme un cas (par défaut : case)" },
	{ "why; laptops are told", "pourquoi ; les postes l'apprennent" },

	/* cmd_close */
	{ "do it; without, only say what would happen",
	    "le faire ; sans elle, seulement dire ce qui arriverait" },

	/* cmd_conflicts */
	{ "show answers that name people, too",
	    "montrer aussi les données qui nomment des personnes" },

	/* cmd_coordinators */
	{ "where the hub is (default: as the invitation says)",
	    "où est le dépôt commun (par défaut : là où dit l'invitation)" },
	{ "keep keys in the clear: for trying out only",
	    "garder les clés en clair : pour essayer seulement" },
	{ "CHAIN:NUMBER", "CHAÎNE:NUMÉRO" },
	{ "what stands of a chain; \"nothing\" (default: all so far)",
	    "ce qui reste valable d'une chaîne ; « nothing » (par défaut : "
	    "tout jusqu'ici)" },
	{ "put the study on a hub that has none, unasked",
	    "mettre l'enquête, sans demander, sur un dépôt commun qui n'en a "
	    "pas" },
	{ "do it; without, only say who it is",
	    "le faire ; sinon, dire seulement de qui il s'agit" },
	{ "do it; without, only say which laptop it is",
	    "le faire ; sinon, dire seulement de quel poste il s'agit" },
	{ "the root key, out of its drawer",
	    "la clé racine, sortie de son tiroir" },
	{ "take the root key's passphrase from FILE",
	    "prendre la phrase de passe de la clé racine dans FICHIER" },

	/* cmd_correct */
	{ "why; it stays with the response",
	    "pourquoi ; cela reste avec la réponse" },
	{ "a yes where the response has none: the person told you",
	    "un oui là où la réponse n'en a pas : la personne vous l'a dit" },
	{ "even if the form's rules are broken by it",
	    "même si cela enfreint les règles du questionnaire" },

	/* cmd_drafts */
	{ "DEVICE", "APPAREIL" },
	{ "the laptop that goes on with them", "le poste qui les continue" },
	{ "also corrections, and drafts that were closed since",
	    "aussi les corrections, et les brouillons clos depuis" },

	/* cmd_erase */
	{ "why; it stays here, and nobody else is told",
	    "pourquoi ; cela reste ici, personne d’autre ne l'apprend" },
	{ "this record only, not what else is of the person",
	    "cette fiche seulement, et non le reste de la personne" },
	{ "do it; without, only say what would be erased",
	    "le faire ; sans elle, seulement dire ce qui serait effacé" },

	/* cmd_export */
	{ "with answers that name people: not for analysis",
	    "avec les données qui nomment des personnes : pas pour "
	    "l'analyse" },
	{ "texts exactly as given, even if a spreadsheet would run them",
	    "les textes tels quels, même si un tableur les exécuterait" },
	{ "what was collected in the training or the pilot, and nothing else",
	    "ce qui a été recueilli en formation ou en pilote, et rien "
	    "d'autre" },
	{ "OLD=NEW", "ANCIEN=NOUVEAU" },
	{ "one column for a question that was renamed",
	    "une seule colonne pour une question renommée" },
	{ "for a double click: semicolons, codes with their zeroes",
	    "pour un double-clic : points-virgules, codes avec leurs zéros" },

	/* cmd_form */
	{ "also when answers lose their place, or another form joins the "
	    "study",
	    "aussi quand des données perdent leur place, ou qu'un autre "
	    "questionnaire rejoint l'enquête" },
	{ "for programs", "pour les programmes" },

	/* cmd_init */
	{ "the shared repository: a path, https:// or ssh://",
	    "le dépôt commun : un chemin, https:// ou ssh://" },
	{ "WHO", "QUI" },
	{ "other accounts of this computer may use the hub: group, or all",
	    "d'autres comptes de cet ordinateur peuvent se servir du dépôt : "
	    "group, ou all" },
	{ "the questionnaire (.xlsx, .md, .xml or .json)",
	    "le questionnaire (.xlsx, .md, .xml ou .json)" },
	{ "the study's title (default: the form's)",
	    "le titre de l'enquête (par défaut : celui du questionnaire)" },
	{ "training (the default) or pilot; field, for trying out",
	    "training (formation, par défaut) ou pilot (pilote) ; field "
	    "(terrain), pour essayer" },
	{ "open an existing study with this keyring",
	    "ouvrir avec ce trousseau une enquête qui existe" },

	/* cmd_invite */
	{ "where to write it (default: NAME.invitation)",
	    "où l'écrire (par défaut : NOM.invitation)" },
	{ "how long it may be used (default: 60)",
	    "combien de jours elle peut servir (par défaut : 60)" },
	{ "the laptop's token for the hub",
	    "le jeton du poste pour le dépôt commun" },
	{ "the laptop's ssh key (ed25519)", "la clé ssh du poste (ed25519)" },

	/* cmd_keys */
	{ "where the hub is now (default: where it was)",
	    "où est maintenant le dépôt commun (par défaut : où il était)" },
	{ "take the copy's passphrase from the first line of FILE",
	    "prendre la phrase de passe de la copie dans la première ligne de "
	    "FICHIER" },

	/* cmd_phase */
	{ "the copy of the keyring to be tried (merger keys export)",
	    "la copie du trousseau à essayer (merger keys export)" },

	/* cmd_pull */
	{ "from now on the hub: a path, https:// or ssh://",
	    "désormais le dépôt commun : un chemin, https:// ou ssh://" },
	{ "take what laptops wrote to a stick, write to it",
	    "prendre ce que les postes ont écrit sur une clé USB, et y "
	    "écrire" },
	{ "take what laptops wrote to a folder, or one bundle",
	    "prendre ce que les postes ont écrit dans un dossier, ou un seul "
	    "paquet" },
	{ "write the bundle that laptops take home",
	    "écrire le paquet que les postes remportent" },

	/* cmd_status */
	{ "list the responses", "donner la liste des réponses" },

	/* cmd_unlock */
	{ "open this backup instead of the laptop's store",
	    "ouvrir cette sauvegarde au lieu des données du poste" },

	/* main */
	{ "begin a study, or open it with keys that you have",
	    "commencer une enquête, ou l'ouvrir avec des clés que vous avez" },
	{ "Begin:  merger init -w FOLDER --hub HUB --form FORM.xlsx --title "
	    "TITLE\nAnew:   merger init -w FOLDER --hub HUB --keys KEYRING",
	    "Commencer :  merger init -w DOSSIER --hub DÉPÔT --form "
	    "QUESTIONNAIRE.xlsx\n             --title TITRE\nRouvrir :    "
	    "merger init -w DOSSIER --hub DÉPÔT --keys TROUSSEAU" },
	{ "write the file with which a laptop joins",
	    "écrire le fichier avec lequel un poste rejoint l'enquête" },
	{ "Whoever holds the file may ask to be admitted, once: hand it over "
	    "in person.\nWhat a laptop sends before it is admitted waits.",
	    "Qui tient le fichier peut demander à être admis, une fois : "
	    "remettez-le en\nmain propre. Ce qu'un poste envoie avant d'être "
	    "admis attend." },
	{ "the laptops: admitted, and asking to be",
	    "les postes : admis, et demandant à l'être" },
	{ "[DEVICE ...]", "[APPAREIL ...]" },
	{ "admit those who ask (all, or some)",
	    "admettre ceux qui le demandent (tous, ou certains)" },
	{ "a laptop's word counts no longer",
	    "la parole d'un poste ne compte plus" },
	{ "DEVICE is the beginning of its id. What is named with --stands, "
	    "and what leads\nthere, still counts; everything else of the "
	    "laptop waits until it is named in\nanother devices revoke. "
	    "--stands may be given once for each chain.",
	    "APPAREIL est le début de son identifiant. Ce que nomme --stands, "
	    "et ce qui y\nmène, compte encore ; tout le reste du poste attend "
	    "d'être nommé dans un autre\ndevices revoke. --stands peut être "
	    "donné une fois par chaîne." },
	{ "a laptop is gone: revoke it, free its cases",
	    "un poste a disparu : le révoquer, libérer ses cas" },
	{ "Prints whose data may be on it, for those whom you have to tell. "
	    "What arrives\nof it later, on a stick perhaps, waits: devices "
	    "revoke --stands lists it.",
	    "Dit de qui les données peuvent s'y trouver, pour celles et ceux "
	    "qu'il faut\nprévenir. Ce qui en arrive plus tard, par une clé "
	    "USB peut-être, attend :\ndevices revoke --stands le retient." },
	{ "take a revoked or lost laptop back",
	    "reprendre un poste révoqué ou perdu" },
	{ "DEVICE OUT", "APPAREIL SORTIE" },
	{ "help a laptop whose passphrase was forgotten",
	    "aider un poste dont la phrase de passe est oubliée" },
	{ "OUT opens the laptop's store, or its backup, under a code that is "
	    "printed:\nsend OUT, and tell the code on the telephone. On the "
	    "laptop: collector unlock\nOUT, or collector restore OUT.",
	    "SORTIE ouvre les données du poste, ou sa sauvegarde, avec un "
	    "code qui\ns'affiche : envoyez SORTIE, et dites le code au "
	    "téléphone. Sur le poste :\ncollector unlock SORTIE, ou collector "
	    "restore SORTIE." },
	{ "interviews that lie unfinished on laptops",
	    "les entretiens inachevés sur les postes" },
	{ "What a laptop sent along at its last sync. A draft has no say in "
	    "the dataset.",
	    "Ce qu'un poste a joint à sa dernière synchronisation. Un "
	    "brouillon n'entre pas\ndans le jeu de données." },
	{ "DEVICE FILE.drafts", "APPAREIL FICHIER.drafts" },
	{ "bring the drafts of a lost laptop to another",
	    "porter les brouillons d'un poste perdu à un autre" },
	{ "FILE opens on the laptop named with --to alone. There:\ncollector "
	    "import FILE.drafts",
	    "FICHIER ne s'ouvre que sur le poste nommé par --to. Là :\n"
	    "collector import FICHIER.drafts" },
	{ "[NAME VALUE]", "[NOM VALEUR]" },
	{ "what the study asks of its laptops",
	    "ce que l'enquête demande à ses postes" },
	{ "training, pilot, field: where the study is",
	    "formation, pilote, terrain : où en est l'enquête" },
	{ "Before the field a copy of the keyring is opened with its "
	    "passphrase, and with\nit what a laptop would send: a copy that "
	    "nobody has tried is no copy.",
	    "Avant le terrain, une copie du trousseau est ouverte avec sa "
	    "phrase de passe,\net avec elle ce qu'un poste enverrait : une "
	    "copie que personne n'a essayée\nn'en est pas une." },
	{ "who coordinates, and what each can read",
	    "qui fait partie de la coordination, et ce que chacune peut "
	    "lire" },
	{ "INVITATION FILE", "INVITATION FICHIER" },
	{ "ask to coordinate: your keys, and a request",
	    "demander à faire partie de la coordination : vos clés, et une "
	    "demande" },
	{ "Makes a workspace of your own and writes the request into FILE; "
	    "whoever\ninvited you adds you with it.",
	    "Fait un espace de travail à vous et écrit la demande dans "
	    "FICHIER ; qui vous a\ninvité vous ajoute avec lui." },
	{ "let somebody coordinate too",
	    "admettre quelqu'un d'autre à la coordination" },
	{ "FILE is what merger coordinators request wrote. The root key comes "
	    "out of its\ndrawer for this, and goes back. What laptops sealed "
	    "until now is handed over.",
	    "FICHIER est ce qu'a écrit merger coordinators request. La clé "
	    "racine sort de\nson tiroir pour cela, et y retourne. Ce que les "
	    "postes ont scellé jusqu'ici\nest transmis." },
	{ "somebody coordinates no more", "quelqu'un quitte la coordination" },
	{ "What they did until now stands (or what --stands names). What they "
	    "could read\nuntil now they still can.",
	    "Ce qui a été fait jusqu'ici reste valable (ou ce que nomme "
	    "--stands). Ce qui\npouvait être lu jusqu'ici peut encore "
	    "l'être." },
	{ "a numbered copy of the keyring, for another place",
	    "une copie numérotée du trousseau, pour un autre endroit" },
	{ "It has a passphrase of its own (RECOLTE_COPY_PASSPHRASE, "
	    "--copy-passphrase-file,\nor typed). Without a copy, a lost "
	    "computer is a lost study.",
	    "Elle a sa propre phrase de passe (RECOLTE_COPY_PASSPHRASE,\n"
	    "--copy-passphrase-file, ou tapée). Sans copie, un ordinateur "
	    "perdu est une\nenquête perdue." },
	{ "would this copy help? open it and see",
	    "cette copie servirait-elle ? l'ouvrir et voir" },
	{ "make a workspace from a copy of the keyring",
	    "faire un espace de travail d'une copie du trousseau" },
	{ "the copies that were given out", "les copies qui ont été remises" },
	{ "a corrected questionnaire, or a further one",
	    "un questionnaire corrigé, ou un de plus" },
	{ "FILE is .xlsx, .md, .xml or .json, its files beside it. Prints "
	    "what changed against\nthe version in the field, and what becomes "
	    "of the answers. Responses keep the\nversion that they were "
	    "collected with; laptops take the new one at their next\nsync. An "
	    "older version can be published again.",
	    "FICHIER est en .xlsx, .md, .xml ou .json, ses fichiers à côté. "
	    "Dit ce qui a\nchangé par rapport à la version sur le terrain, et "
	    "ce que deviennent les\ndonnées. Les réponses gardent la version "
	    "avec laquelle elles ont été\nrecueillies ; les postes prennent "
	    "la nouvelle à leur prochaine\nsynchronisation. Une version plus "
	    "ancienne peut être publiée à nouveau." },
	{ "forms and versions, and how many responses each has",
	    "questionnaires et versions, et combien de réponses a chacun" },
	{ "FILE.csv", "FICHIER.csv" },
	{ "take the sample frame from a table",
	    "prendre l'échantillon dans une table" },
	{ "One row a case. A table that is imported again changes what "
	    "changed; a case\nor a column that it leaves out stays.",
	    "Une ligne par cas. Une table importée à nouveau change ce qui a "
	    "changé ; un\ncas ou une colonne qu'elle omet reste." },
	{ "how cases stand, and who tried to reach people",
	    "où en sont les cas, et qui a essayé de joindre les personnes" },
	{ "CASE, a key or the beginning of an id, shows every attempt.",
	    "CAS, une clé ou le début d'un identifiant, montre chaque "
	    "tentative." },
	{ "CASE ... WORD", "CAS ... MOT" },
	{ "decide how cases stand", "décider de l'état des cas" },
	{ "WORD is refused, do-not-contact, answered-online, or open again. "
	    "The laptops\nlearn it at their next sync.",
	    "MOT est refused (refus), do-not-contact (ne pas contacter), "
	    "answered-online (a\nrépondu en ligne), ou open (de nouveau "
	    "ouvert). Les postes l'apprennent à leur\nprochaine "
	    "synchronisation." },
	{ "CASE ... DEVICE", "CAS ... APPAREIL" },
	{ "give cases to a laptop", "donner des cas à un poste" },
	{ "DEVICE is the beginning of its id, or \"nobody\". The others see "
	    "who has them.",
	    "APPAREIL est le début de son identifiant, ou « nobody » "
	    "(personne). Les autres\nvoient qui les a." },
	{ "fetch, verify, merge, and give receipts",
	    "prendre, vérifier, fusionner, et donner les accusés de "
	    "réception" },
	{ "What was written here goes out too. It can be said at any time, "
	    "and again\nafter any failure: nothing is lost or taken twice. "
	    "The exit status is 1\nwhen something asks for attention. A stick "
	    "is taken besides the hub, and the\nlaptops' bundle is written "
	    "when all is merged.",
	    "Ce qui a été écrit ici part aussi. Peut être dit à tout moment, "
	    "et à nouveau\naprès une panne : rien n'est perdu ni pris deux "
	    "fois. Le code de retour est 1\nquand quelque chose demande "
	    "attention. Une clé USB est prise en plus du dépôt\ncommun, et le "
	    "paquet des postes est écrit quand tout est fusionné." },
	{ "what has arrived, and what waits",
	    "ce qui est arrivé, et ce qui attend" },
	{ "[DEVICE]", "[APPAREIL]" },
	{ "[WORD]", "[MOT]" },
	{ "[CASE]", "[CAS]" },
	{ "[PERSON]", "[PERSONNE]" },
	{ "RESPONSE FIELD=VALUE ...", "RÉPONSE CHAMP=VALEUR ..." },
	{ "correct answers, with a reason",
	    "corriger des données, avec une raison" },
	{ "RESPONSE is the beginning of its id. FIELD is the name of a "
	    "question; inside a\nrepeat NAME[INSTANCE]/FIELD, as the export "
	    "names the instances. An empty VALUE\ntakes the answer away. To "
	    "settle a conflict, name the value that shall count,\neven if it "
	    "counts for now.",
	    "RÉPONSE est le début de son identifiant. CHAMP est le nom d'une "
	    "question ;\ndans une répétition NOM[INSTANCE]/CHAMP, comme "
	    "l'export nomme les instances.\nUne VALEUR vide retire la donnée. "
	    "Pour régler un conflit, nommez la valeur qui\ndoit compter, même "
	    "si elle compte pour l'instant." },
	{ "answers that were written twice, differently",
	    "les données écrites deux fois, différemment" },
	{ "The value with the star counts until merger correct settles it. "
	    "The exit status\nis 1 when there is one.",
	    "La valeur à l'étoile compte jusqu'à ce que merger correct "
	    "tranche. Le code de\nretour est 1 quand il y en a." },
	{ "interviews that may be of one person",
	    "les entretiens qui concernent peut-être une même personne" },
	{ "The same case, or the same e-mail address with an agreeing name. "
	    "Nothing is\njoined. The exit status is 1 when there is a pair.",
	    "Le même cas, ou la même adresse électronique avec un nom qui "
	    "s'accorde. Rien\nn'est réuni. Le code de retour est 1 quand il y "
	    "a une paire." },
	{ "write the dataset as CSV files",
	    "écrire le jeu de données en fichiers CSV" },
	{ "One row a response, one file a repeat. Answers that name people "
	    "stay out,\nand so does every response without agreement to take "
	    "part.",
	    "Une ligne par réponse, un fichier par répétition. Les données "
	    "qui nomment des\npersonnes restent dehors, comme toute réponse "
	    "sans accord de participation." },
	{ "forget a person for ever", "oublier une personne pour toujours" },
	{ "PERSON is the key of a case, or the beginning of the id of a case "
	    "or a response.\nThe case, its responses, what corrects them and "
	    "what joins them go together.\nNobody can take it back. Laptops "
	    "and other coordinators follow at their next sync\nor pull, and "
	    "say so; what remains readable until then is listed, also when "
	    "nobody\nis named.",
	    "PERSONNE est la clé d'un cas, ou le début de l'identifiant d'un "
	    "cas ou d'une\nréponse. Le cas, ses réponses, ce qui les corrige "
	    "et ce qui les relie partent\nensemble. Nul ne peut revenir "
	    "dessus. Les postes et les autres coordinations\nsuivent à leur "
	    "prochaine synchronisation ou à leur prochain pull, et le disent\n"
	    "; ce qui reste lisible jusque-là est énuméré, aussi quand "
	    "personne n'est\nnommé." },
	{ "end the study, and destroy the collection key",
	    "finir l'enquête, et détruire la clé de collecte" },
	{ "What was merged stays readable in this folder alone. Each "
	    "coordinator closes for\nherself or himself. Nobody can take it "
	    "back.",
	    "Ce qui a été fusionné ne reste lisible que dans ce dossier. "
	    "Chaque\ncoordination clôt pour elle-même. Nul ne peut revenir "
	    "dessus." },
	{ "brings the interviews of a study together",
	    "réunit les entretiens d'une enquête" },

	/* workspace */
	{ "the coordinator's folder (default: this one)",
	    "le dossier de la coordination (par défaut : celui-ci)" },
	{ "fr or en (default: the computer's)",
	    "fr ou en (par défaut : celle de l'ordinateur)" },
	{ NULL, NULL }
};
