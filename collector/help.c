/* help.c - what collector --help says, in French. */
#include "collector/words.h"

#include <stddef.h>

const struct failure_words collector_help[] = {
	/* cmd_ask */
	{ "the form, when the study has several",
	    "le questionnaire, quand l'enquête en a plusieurs" },
	{ "the case that this interview is about",
	    "le cas que concerne cet entretien" },
	{ "also when somebody else has the case, it was answered or refused",
	    "même si le cas est à quelqu'un d'autre, a répondu ou a refusé" },
	{ "go on with RESPONSE in the newest version of its questionnaire; "
	    "also when it is closed",
	    "continuer RÉPONSE dans la version la plus récente de son "
	    "questionnaire ; même close" },
	{ "open RESPONSE again though it is closed; the end asks why",
	    "rouvrir RÉPONSE bien qu'elle soit close ; la fin demande "
	    "pourquoi" },

	/* cmd_attach */
	{ "why, when the response is closed",
	    "pourquoi, quand la réponse est close" },

	/* cmd_backup */
	{ "write over a backup that is there",
	    "écraser une sauvegarde qui existe" },

	/* cmd_case */
	{ "only those where a call-back is due",
	    "seulement ceux à rappeler maintenant" },
	{ "phone, mail, visit, video or other",
	    "phone, mail, visit, video ou other" },
	{ "CODE", "CODE" },
	{ "what came of it (see case outcomes)",
	    "ce qui en est sorti (voir case outcomes)" },
	{ "MOMENT", "MOMENT" },
	{ "2026-11-23T09:30 (default: now)",
	    "2026-11-23T09:30 (par défaut : maintenant)" },
	{ "DAY", "JOUR" },
	{ "2026-11-30, or 2026-11-30T14:00",
	    "2026-11-30, ou 2026-11-30T14:00" },
	{ "what the next one should know",
	    "ce que la personne suivante doit savoir" },
	{ "KEY", "CLÉ" },
	{ "what the case is called by (default: one is made)",
	    "comment s'appelle le cas (par défaut : un nom est créé)" },

	/* cmd_correct */
	{ "why; asked for", "pourquoi ; demandé" },
	{ "also when the form does not allow the answer",
	    "même quand le questionnaire n'admet pas la donnée" },

	/* cmd_import */
	{ "HASH", "EMPREINTE" },
	{ "a version by the beginning of its hash: what was asked before a "
	    "correction",
	    "une version par le début de son empreinte : ce qui a été demandé "
	    "avant une correction" },
	{ "also of cases that are not in the sample",
	    "aussi les cas hors de l'échantillon" },
	{ "keep responses with problems, as partial",
	    "garder comme partielles les réponses à problèmes" },
	{ "print line and id of each response, once kept",
	    "afficher ligne et identifiant de chaque réponse, une fois "
	    "gardée" },

	/* cmd_join */
	{ "your name, as the coordinator knows it",
	    "votre nom, tel que le connaît la coordination" },

	/* cmd_passphrase */
	{ "the new one (or RECOLTE_NEW_PASSPHRASE)",
	    "la nouvelle (ou RECOLTE_NEW_PASSPHRASE)" },

	/* cmd_restore */
	{ "the coordinator's code (or RECOLTE_CODE)",
	    "le code de la coordination (ou RECOLTE_CODE)" },

	/* cmd_show */
	{ "fields by path, as JSON", "les champs par chemin, en JSON" },
	{ "print what a change set's header says",
	    "afficher ce que dit l'en-tête d'un lot" },

	/* cmd_sync */
	{ "where it is, a path or https://... or ssh://...; kept",
	    "où il est, un chemin ou https://... ou ssh://... ; retenu" },
	{ "no hub: take from a stick what is for us, write to it",
	    "sans dépôt commun : prendre sur une clé USB ce qui est pour "
	    "nous, et y écrire" },
	{ "no hub: only write what has no receipt yet",
	    "sans dépôt commun : seulement écrire ce qui n'a pas d'accusé de "
	    "réception" },
	{ "no hub: only take what a folder or bundle has",
	    "sans dépôt commun : seulement prendre ce que contient un dossier "
	    "ou un paquet" },
	{ "with --stick or --to: what has receipts too",
	    "avec --stick ou --to : aussi ce qui a un accusé de réception" },

	/* main */
	{ "everything as pages in the browser; also without a command",
	    "tout, en pages dans le navigateur ; aussi sans commande" },
	{ "The pages are for this computer alone: nobody else on the network "
	    "can\nsee them. Every answer is kept as it is given; closing the "
	    "window\nloses nothing.\n",
	    "Les pages sont pour cet ordinateur seul : personne d’autre sur "
	    "le réseau ne\npeut les voir. Chaque donnée est gardée dès "
	    "qu'elle est saisie ; fermer la\nfenêtre ne perd rien.\n" },
	{ "INVITATION", "INVITATION" },
	{ "take part in a study with the file you were given",
	    "participer à une enquête avec le fichier que vous avez reçu" },
	{ "Makes this laptop's keys and its store, and asks the coordinator "
	    "to\nbe admitted. Interviews can begin at once. A passphrase "
	    "protects the\nstore; without --passphrase-file or "
	    "RECOLTE_PASSPHRASE you are asked\nfor it.\n",
	    "Crée les clés de ce poste et ses données, et demande à la "
	    "coordination de\nl'admettre. Les entretiens peuvent commencer "
	    "aussitôt. Une phrase de passe\nprotège les données ; sans "
	    "--passphrase-file ni RECOLTE_PASSPHRASE elle vous\nest "
	    "demandée.\n" },
	{ "an interview, one question after the other",
	    "un entretien, une question après l'autre" },
	{ "Begins a new response, or goes on with the draft RESPONSE. Every\n"
	    "answer is kept on the disk before the next question comes. "
	    "Answers\nmay also come from a pipe, one a line; at its end the "
	    "draft is kept.\n",
	    "Commence une nouvelle réponse, ou continue le brouillon RÉPONSE. "
	    "Chaque donnée\nest gardée sur le disque avant que ne vienne la "
	    "question suivante. Les données\npeuvent aussi venir d'un tube, "
	    "une par ligne ; à sa fin le brouillon est\ngardé.\n" },
	{ "[RESPONSE]", "[RÉPONSE]" },
	{ "of a damaged store, what is broken in it",
	    "pour des données abîmées, ce qui y est cassé" },
	{ "[FIELD=VALUE...]", "[CHAMP=VALEUR...]" },
	{ "RESPONSE QUESTION FILE", "RÉPONSE QUESTION FICHIER" },
	{ "a photo or a recording as the answer to a question",
	    "une photo ou un enregistrement pour répondre à une question" },
	{ "A copy of the file is kept, encrypted; it travels with the "
	    "response.\nQUESTION is the name of a question for an image, "
	    "audio, video or file,\nor its path as \"show\" prints it. At "
	    "most 48 MiB a file.\n",
	    "Une copie du fichier est gardée, chiffrée ; elle voyage avec la "
	    "réponse.\nQUESTION est le nom d'une question pour une image, un "
	    "son, une vidéo ou un\nfichier, ou son chemin tel que « show » "
	    "l'affiche. Au plus 48 Mio par fichier.\n" },
	{ "take in responses from a .ndjson or .csv file, or drafts",
	    "prendre des réponses d'un fichier .ndjson ou .csv, ou des "
	    "brouillons" },
	{ "Each line is a response: all of it is taken, or none. A line that "
	    "is\nthere already (by its key \".source\", or by its text) is "
	    "passed\nover, so that a file can be imported again. \".case\" "
	    "names the\ncase.\nA .drafts file brings what a lost laptop left "
	    "unfinished; \"ask\" goes\non with it.\nThe exit status is 1 when "
	    "a line was refused.\n",
	    "Chaque ligne est une réponse : elle est prise tout entière, ou "
	    "pas du tout.\nUne ligne qui est déjà là (par sa clé « .source », "
	    "ou par son texte) est\npassée, si bien qu'un fichier peut être "
	    "importé à nouveau. « .case » nomme le\ncas. Un fichier .drafts "
	    "apporte ce qu'un poste perdu a laissé inachevé ; « ask\n» le "
	    "continue. Le code de retour est 1 quand une ligne a été "
	    "refusée.\n" },
	{ "RESPONSE FIELD=VALUE...", "RÉPONSE CHAMP=VALEUR..." },
	{ "change answers of a closed response",
	    "changer des données d'une réponse close" },
	{ "FIELD is the name of a question, or its path as \"show\" prints "
	    "it;\nan empty VALUE takes the answer away. What was there stays "
	    "in the\nhistory.\n",
	    "CHAMP est le nom d'une question, ou son chemin tel que « show » "
	    "l'affiche ;\nune VALEUR vide retire la donnée. Ce qui était là "
	    "reste dans l'histoire.\n" },
	{ "the cases: how they stand, attempts, call-backs",
	    "les cas : où ils en sont, tentatives, rappels" },
	{ "CASE", "CAS" },
	{ "who it is, and every attempt", "qui c'est, et chaque tentative" },
	{ "log an attempt to reach somebody",
	    "noter une tentative de joindre quelqu'un" },
	{ "CODE is a disposition code of AAPOR (case outcomes lists them). "
	    "It\ntravels with the next sync, and colleagues see it after "
	    "theirs.\n",
	    "CODE est un code de résultat de l'AAPOR (case outcomes les "
	    "donne). Il part\navec la prochaine synchronisation, et les "
	    "collègues le voient après la leur.\n" },
	{ "somebody who was met and is not in the sample",
	    "une personne rencontrée et qui n'est pas dans l'échantillon" },
	{ "the codes for what came of an attempt",
	    "les codes pour ce qui est sorti d'une tentative" },
	{ "the responses on this laptop, and where they are",
	    "les réponses de ce poste, et où elles en sont" },
	{ "the answers of a response, or what a change set says",
	    "les données d'une réponse, ou ce que dit un lot" },
	{ "deliver what is closed, fetch what is new",
	    "déposer ce qui est clos, prendre ce qui est nouveau" },
	{ "Nothing is lost when it fails: the next sync goes on from there.\n"
	    "Without a hub: sync --stick FOLDER takes what a coordinator "
	    "wrote to\nthe stick and writes what has no receipt yet, as git "
	    "bundle files.\n",
	    "Rien n'est perdu en cas d'échec : la prochaine synchronisation "
	    "continue de là.\nSans dépôt commun : sync --stick DOSSIER prend "
	    "ce que la coordination a écrit\nsur la clé USB et y écrit ce qui "
	    "n'a pas d'accusé de réception, en paquets\ngit.\n" },
	{ "the study, this device, what is delivered",
	    "l'enquête, cet appareil, ce qui est déposé" },
	{ "keep a copy of all that is here in a file",
	    "garder dans un fichier une copie de tout ce qui est ici" },
	{ "Also while an interview goes on. Only the coordinators can open "
	    "FILE:\nto restore it, send it to them, or its name if they have "
	    "it.\n",
	    "Même pendant un entretien. Seule la coordination peut ouvrir "
	    "FICHIER : pour le\nrestaurer, envoyez-le-lui, ou son nom si elle "
	    "l'a.\n" },
	{ "go on from a backup, here or on another laptop",
	    "continuer à partir d'une sauvegarde, ici ou sur un autre poste" },
	{ "FILE comes from the coordinator (merger devices unlock --backup), "
	    "who\ntells you its code on the telephone. Then choose a "
	    "passphrase. What\nwas delivered since the backup is with the "
	    "coordinator already.\n",
	    "FICHIER vient de la coordination (merger devices unlock "
	    "--backup), qui vous\ndit son code au téléphone. Choisissez "
	    "ensuite une phrase de passe. Ce qui a\nété déposé depuis la "
	    "sauvegarde est déjà chez la coordination.\n" },
	{ "is all well here? mends what can be mended",
	    "tout va-t-il bien ici ? répare ce qui peut l'être" },
	{ "Looks at the store, at every answer in it, at what was packed, at "
	    "the\nrepository (made again from the store when it is broken), "
	    "the disk,\nthe clock, the folder, the hub. The exit status is 1 "
	    "when something\nis wrong.\n",
	    "Vérifie les données du poste, chacune de leurs parties, ce qui a "
	    "été mis en\nlots, le dépôt local (refait à partir des données "
	    "s'il est abîmé), le disque,\nl'horloge, le dossier, le dépôt "
	    "commun. Le code de retour est 1 quand quelque\nchose ne va "
	    "pas.\n" },
	{ "choose another passphrase for this laptop",
	    "choisir une autre phrase de passe pour ce poste" },
	{ "The old one is asked for first. Nothing else changes, and nothing "
	    "is\nencrypted again: both passphrases open the same store key.\n",
	    "L'ancienne est d'abord demandée. Rien d'autre ne change, et rien "
	    "n'est chiffré\nà nouveau : les deux phrases de passe ouvrent la "
	    "même clé des données.\n" },
	{ "the passphrase was forgotten: open with a coordinator's help",
	    "la phrase de passe est oubliée : ouvrir avec l'aide de la "
	    "coordination" },
	{ "FILE comes from the coordinator (merger devices unlock), who "
	    "tells\nyou its code on the telephone. Then choose a new "
	    "passphrase.\n",
	    "FICHIER vient de la coordination (merger devices unlock), qui "
	    "vous dit son\ncode au téléphone. Choisissez ensuite une nouvelle "
	    "phrase de passe.\n" },
	{ "where this laptop keeps its study",
	    "où ce poste garde son enquête" },
	{ "the passphrase of the store (or RECOLTE_PASSPHRASE)",
	    "la phrase de passe des données (ou RECOLTE_PASSPHRASE)" },
	{ "fr or en", "fr ou en" },
	{ "fr, en, or one of the form's",
	    "fr, en, ou l'une de celles du questionnaire" },

	/* cmd_page */
	{ "print the address instead of opening it",
	    "afficher l'adresse au lieu de l'ouvrir" },
	{ "listen on that port (otherwise any that is free)",
	    "écouter sur ce port (sinon n'importe lequel qui est libre)" },

	{ "survey interviews, kept on this laptop and sent on",
	    "des entretiens d'enquête, gardés sur ce poste puis transmis" },
	{ NULL, NULL }
};
