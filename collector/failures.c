/* failures.c - what the collector fails with, in French. */
#include "collector/words.h"

#include <stddef.h>

const struct failure_words collector_failures[] = {
	/* aside */
	{ "%s: another program is at work there; end it first",
	    "%s : un autre programme y travaille ; quittez-le d'abord" },

	/* attachment */
	{ "response %.8s: more than %d files",
	    "réponse %s : plus de %s fichiers" },
	{ "\"%s\" is no question for a file",
	    "« %s » n'est pas une question à fichier" },

	/* background */
	{ "%s: the program is not there any more; quit, and start it again",
	    "%s : le programme n'est plus là ; quittez, et relancez-le" },
	{ "the program that did it has ended before its time",
	    "le programme qui s'en chargeait s'est arrêté avant la fin" },

	/* background_child */
	{ "drafts come from a file", "les brouillons viennent d'un fichier" },
	{ "%s: the folder is not there any more; quit, and start again where "
	    "it is now",
	    "%s : le dossier n'est plus là ; quittez, et relancez là où il est "
	    "maintenant" },
	{ "a backup needs a file", "une sauvegarde demande un fichier" },
	{ "not a plan for the background",
	    "ce n'est pas une consigne pour l'arrière-plan" },

	/* casebook */
	{ "%s: a moment is needed, 2026-11-23T09:30",
	    "%s : il faut un moment, 2026-11-23T09:30" },
	{ "%s: that has not happened yet (a call-back says when to try again)",
	    "%s : ce n'est pas encore arrivé (un rappel dit quand "
	    "réessayer)" },
	{ "more than %d cases were added here",
	    "plus de %s cas ont été ajoutés ici" },
	{ "there is such a case already", "ce cas existe déjà" },
	{ "a name is needed", "il faut un nom" },

	/* checkpoint */
	{ "more than %d bytes of answers", "plus de %s octets de données" },

	/* cmd_ask */
	{ "response %.8s is of the newest version already; change it with "
	    "\"collector correct %.8s\"",
	    "la réponse %s est déjà de la version la plus récente ; "
	    "changez-la avec « collector correct %s »" },
	{ "response %.8s is closed; change it with \"collector ask %.8s "
	    "--correct\"",
	    "la réponse %s est close ; changez-la avec « collector ask %s "
	    "--correct »" },
	{ "--language %s: the form has no such language",
	    "--language %s : le questionnaire n'a pas cette langue" },
	{ "--move: which RESPONSE?", "--move : quelle RÉPONSE ?" },
	{ "--correct: which RESPONSE?", "--correct : quelle RÉPONSE ?" },

	/* cmd_attach */
	{ "response %.8s is closed: say why it changes, --reason TEXT",
	    "la réponse %s est close : dites pourquoi elle change, --reason "
	    "TEXTE" },

	/* cmd_case */
	{ "case %s: nothing is known of it here",
	    "cas %s : rien n'en est connu ici" },
	{ "say how it was tried and what came of it: --how phone --outcome "
	    "3.13 (case outcomes lists the codes)",
	    "dites comment on a essayé et ce qui en est sorti : --how phone "
	    "--outcome 3.13 (case outcomes donne les codes)" },
	{ "\"%s\": a name without / [ ] and without a dot in front is needed",
	    "« %s » : il faut un nom sans / [ ] et sans point au début" },
	{ "when", "quand" },
	{ "--when", "--when" },

	/* cmd_correct */
	{ "response %.8s: %s (--anyway to keep it so)",
	    "réponse %s : %t (--anyway pour la garder ainsi)" },
	{ "response %.8s: a draft; go on with \"collector ask %.8s\"",
	    "réponse %s : un brouillon ; continuez avec « collector ask %s "
	    "»" },
	{ "say why: --reason TEXT", "dites pourquoi : --reason TEXTE" },

	/* cmd_passphrase */
	{ "the new passphrase is needed: say --new-passphrase-file FILE or "
	    "set RECOLTE_NEW_PASSPHRASE",
	    "il faut la nouvelle phrase de passe : dites "
	    "--new-passphrase-file FICHIER ou réglez RECOLTE_NEW_PASSPHRASE" },

	/* cmd_show */
	{ "which one? say a RESPONSE, or --changeset FILE",
	    "laquelle ? dites une RÉPONSE, ou --changeset FICHIER" },

	/* cmd_sync */
	{ "--hub or a stick: one at a time",
	    "--hub ou une clé USB : l'un à la fois" },
	{ "--stick is --from and --to in one",
	    "--stick réunit --from et --to" },
	{ "--complete goes with --stick or --to",
	    "--complete va avec --stick ou --to" },

	/* import */
	{ "%s: \"%s\" is no instant, \"2024-11-22T09:30:00.000+01:00\"",
	    "%s : « %s » n'est pas un instant, « "
	    "2024-11-22T09:30:00.000+01:00 »" },
	{ "%s: the name should end with .ndjson, .csv or .drafts",
	    "%s : le nom doit finir par .ndjson, .csv ou .drafts" },

	/* interview */
	{ "%s: has responses of the %s, and the study is in the %s now: join "
	    "with a new invitation",
	    "%s : a des réponses de la %t, et l'enquête est maintenant dans "
	    "la %t : rejoignez-la avec une nouvelle invitation" },
	{ "response %.8s: merged, and its answers were wiped here; the "
	    "coordinator can look and correct",
	    "réponse %s : fusionnée, et ses données ont été effacées ici ; la "
	    "coordination peut la voir et la corriger" },
	{ "\"%s\": no such question; \"collector show %.8s\" prints their "
	    "paths",
	    "« %s » : cette question n'existe pas ; « collector show %s » "
	    "donne leurs chemins" },
	{ "response %.8s is being asked in another window; go on there, or "
	    "close it first",
	    "la réponse %s est en cours dans une autre fenêtre ; continuez "
	    "là, ou fermez-la d'abord" },

	/* interview_close */
	{ "response %.8s: nothing is different",
	    "réponse %s : rien n'est différent" },

	/* interview_end */
	{ "response %.8s: something still stands in the way of finalising",
	    "réponse %s : quelque chose empêche encore de la finaliser" },
	{ "response %.8s: a remark is needed to finalise over what the form "
	    "does not allow",
	    "réponse %s : il faut une remarque pour finaliser malgré ce que "
	    "le questionnaire n'admet pas" },
	{ "response %.8s: was closed before; say why it is changed",
	    "réponse %s : elle a déjà été close ; dites pourquoi elle "
	    "change" },
	{ "response %.8s: was never closed; there is nothing to go back to",
	    "réponse %s : elle n'a jamais été close ; il n'y a rien à "
	    "retrouver" },

	/* interview_remark */
	{ "%s: the form does not allow to leave this open",
	    "%s : le questionnaire n'admet pas de laisser ceci ouvert" },

	/* interview_repeat */
	{ "nothing was removed", "rien n'a été retiré" },
	{ "%s: what it was in is not there any more",
	    "%s : ce qui le contenait n'est plus là" },

	/* join */
	{ "the invitation expired on %s; ask the coordinator for a new one "
	    "(or set this computer's clock right)",
	    "l'invitation a expiré le %s ; demandez-en une nouvelle à la "
	    "coordination (ou mettez cet ordinateur à l'heure)" },
	{ "%s: belongs to another study than \"%s\"; say --store with another "
	    "folder",
	    "%s : contient une autre enquête que « %s » ; dites --store avec "
	    "un autre dossier" },
	{ "%s: made for another laptop, and opens there alone; this one is %s",
	    "%s : fait pour un autre poste, et ne s'ouvre que là ; celui-ci est "
	    "%s" },
	{ "%s: this study was joined already, as device %s",
	    "%s : cette enquête a déjà été rejointe, appareil %s" },
	{ "this study wants a passphrase",
	    "cette enquête demande une phrase de passe" },

	/* pack */
	{ "%s: no open chain", "%s : aucune chaîne ouverte" },
	{ "chain %s: its photos and recordings were let go of after they were "
	    "merged, and the depot was lost: sync where the hub is",
	    "chaîne %s : ses photos et enregistrements ont été laissés après "
	    "leur fusion, et le dépôt local a été perdu : synchronisez là où "
	    "est le dépôt commun" },

	/* passphrase */
	{ "the passphrase has more than %d bytes",
	    "la phrase de passe dépasse %s octets" },

	/* recover */
	{ "%s: not signed by a coordinator of this study",
	    "%s : n'est signé par aucune coordination de cette enquête" },
	{ "%s: another file than the one that is named",
	    "%s : un autre fichier que celui qui est nommé" },
	{ "a file is not described", "un fichier n'est pas décrit" },
	{ "it did not come along", "il n'est pas venu avec" },
	{ "not a response", "ce n'est pas une réponse" },
	{ "%s: no drafts in it", "%s : ne contient pas de brouillon" },

	{ "no token is as long as that", "aucun jeton n'est aussi long" },

	/* rescue */
	{ "%s: is there already (--replace writes over it)",
	    "%s : existe déjà (--replace l'écrase)" },
	{ "%s: is there already; move this folder away, or say --store with "
	    "another one",
	    "%s : existe déjà ; déplacez ce dossier, ou dites --store avec un "
	    "autre" },
	{ "the store in it is not that of the device that signed it",
	    "les données qu'il contient ne sont pas celles de l'appareil qui "
	    "l'a signé" },
	{ "made for another study", "fait pour une autre enquête" },
	{ "belongs to a backup: say collector restore",
	    "va avec une sauvegarde : dites collector restore" },
	{ "made for device %s; this is %s",
	    "fait pour l'appareil %s ; celui-ci est %s" },

	/* running */
	{ "%s: the program runs already, and does not say where; wait a "
	    "moment, or end it",
	    "%s : le programme tourne déjà, et ne dit pas où ; attendez un "
	    "moment, ou quittez-le" },

	/* session */
	{ "%s: a passphrase is needed: say --passphrase-file FILE or set "
	    "RECOLTE_PASSPHRASE",
	    "%s : il faut une phrase de passe : dites --passphrase-file "
	    "FICHIER ou réglez RECOLTE_PASSPHRASE" },
	{ "nothing was typed", "rien n'a été tapé" },
	{ "this study wants a passphrase: say %s",
	    "cette enquête demande une phrase de passe : dites %s" },
	{ "the coordinator's code is needed: say --code-file FILE or set "
	    "RECOLTE_CODE",
	    "il faut le code de la coordination : dites --code-file FICHIER "
	    "ou réglez RECOLTE_CODE" },

	/* stick */
	{ "%s: nothing for laptops of this study",
	    "%s : rien pour les postes de cette enquête" },
	{ "depot", "dépôt local" },

	/* store */
	{ "%s: is a folder; name the file in it that the backup is to be",
	    "%s : est un dossier ; nommez-y le fichier de la sauvegarde" },
	{ "a backup first takes as much room again beside the store",
	    "une sauvegarde prend d'abord autant de place à côté des données" },
	{ "the backup is whole, and its date was not kept",
	    "la sauvegarde est entière, et sa date n'a pas été gardée" },
	{ "%s: the store is gone (store.sqlite is %s): look for that file in "
	    "the bin, or say \"collector restore BACKUP\", then sync; what "
	    "was delivered is with the coordinator",
	    "%s : les données ont disparu (store.sqlite est %t) : cherchez ce "
	    "fichier dans la corbeille, ou dites « collector restore "
	    "SAUVEGARDE », puis sync ; ce qui a été déposé est chez la "
	    "coordination" },
	{ "missing", "absent" },
	{ "empty", "vide" },
	{ "%s: a file, not the folder of a study",
	    "%s : un fichier, et non le dossier d'une enquête" },
	{ "%s; do it again; if it says so again, keep a copy of this folder "
	    "and say \"collector restore BACKUP\" with another one "
	    "(--store), then sync",
	    "%t ; recommencez ; si cela reste, gardez une copie de ce dossier "
	    "et dites « collector restore SAUVEGARDE » avec un autre "
	    "(--store), puis sync" },
	{ "%s: no study here yet, not even a folder (is --store right, and its "
	    "disk or stick connected?); begin with \"collector join "
	    "INVITATION\"",
	    "%s : pas encore d'enquête ici, pas même un dossier (--store est-il "
	    "juste, et le disque ou la clé USB branchés ?) ; commencez par "
	    "« collector join INVITATION »" },
	{ "%s: no study here yet; begin with \"collector join INVITATION\"",
	    "%s : pas encore d'enquête ici ; commencez par « collector join "
	    "INVITATION »" },
	{ "%s: a sync is under way; wait until it has ended",
	    "%s : une synchronisation est en cours ; attendez qu'elle "
	    "finisse" },
	{ "%s: the store is locked; its passphrase is needed",
	    "%s : les données sont verrouillées ; il faut leur phrase de "
	    "passe" },
	{ "%s: %s of %s was altered; keep a copy of this folder, then restore "
	    "a backup",
	    "%s : %s de %s a été altéré ; gardez une copie de ce dossier, "
	    "puis restaurez une sauvegarde" },
	{ "the study", "l'enquête" },
	{ "store: %s has %zu bytes instead of %zu",
	    "données du poste : %s a %s octets au lieu de %s" },
	{ "fields that are not an object of texts",
	    "des champs qui ne sont pas un objet de textes" },

	/* store_attachment */
	{ "the file is not here any more", "le fichier n'est plus ici" },
	{ "change set %llu of chain %s: its files were delivered and let go "
	    "of; the hub has them",
	    "lot %s de la chaîne %s : ses fichiers ont été déposés puis "
	    "laissés ; le dépôt commun les a" },
	{ "more than %d files in a change set",
	    "plus de %s fichiers dans un lot" },

	/* store_case */
	{ "case %.8s: no key", "cas %s : pas de clé" },
	{ "case %s: the coordinators have erased this person",
	    "cas %s : la coordination a effacé cette personne" },
	{ "case %s: not in the sample that this laptop has; sync, or look at "
	    "its name (collector case list)",
	    "cas %s : n'est pas dans l'échantillon de ce poste ; "
	    "synchronisez, ou vérifiez son nom (collector case list)" },
	{ "case %s: the coordinators have erased this person: nothing is kept",
	    "cas %s : la coordination a effacé cette personne : rien n'est "
	    "gardé" },
	{ "the study is closed: nothing is logged any more",
	    "l'enquête est close : rien n'est plus noté" },
	{ "case %s: another program has written about it; do it again",
	    "cas %s : un autre programme y a écrit ; recommencez" },

	/* store_erase */
	{ "response %.8s: the coordinators have erased this person: nothing "
	    "is kept",
	    "réponse %s : la coordination a effacé cette personne : rien "
	    "n'est gardé" },
	{ "the study is closed: nobody has the key to a backup any more; copy the "
	    "folder %s instead, your passphrase opens it",
	    "l'enquête est close : personne n'a plus la clé d'une sauvegarde ; "
	    "copiez plutôt le dossier %s, votre phrase de passe l'ouvre" },
	{ "the study is closed: no interview can begin any more",
	    "l'enquête est close : aucun entretien ne peut plus commencer" },

	/* store_keys */
	{ "%s: this is not the passphrase of the store; when it is forgotten, "
	    "the coordinator can help (collector unlock)",
	    "%s : ce n'est pas la phrase de passe de ces données ; si elle "
	    "est oubliée, la coordination peut aider (collector unlock)" },
	{ "%s: the store key is missing", "%s : il manque la clé des données" },
	{ "%s: this key opens another store",
	    "%s : cette clé ouvre d'autres données" },

	/* store_response */
	{ "response %.8s: another program has closed it",
	    "réponse %s : un autre programme l'a close" },
	{ "response %.8s: another program has changed it; do it again",
	    "réponse %s : un autre programme l'a changée ; recommencez" },
	{ "response %.8s: no label", "réponse %s : sans nom" },
	{ "response %.8s: no key", "réponse %s : pas de clé" },
	{ "response %.8s: no state", "réponse %s : sans état" },
	{ "no response \"%s\" here; \"collector list\" shows them",
	    "aucune réponse « %s » ici ; « collector list » les montre" },
	{ "\"%s\": several responses begin so; write more of it",
	    "« %s » : plusieurs réponses commencent ainsi ; écrivez-en plus" },
	{ "\"%s\": write at least %d characters of a response's id",
	    "« %s » : écrivez au moins %s caractères de l'identifiant d'une "
	    "réponse" },

	/* store_sample */
	{ "frame: a case without id or fields",
	    "échantillon : un cas sans identifiant ou sans champs" },
	{ "frame: case %s occurs twice",
	    "échantillon : le cas %s est là deux fois" },
	{ "frame: no list of cases", "échantillon : pas de liste de cas" },
	{ "frame", "échantillon" },

	/* store_send */
	{ "%s of %.8s: no key", "%s de %s : pas de clé" },
	{ "a revision was packed twice",
	    "une révision a été mise deux fois dans un lot" },
	{ "change set %llu of chain %s: not here",
	    "lot %s de la chaîne %s : n'est pas ici" },

	/* store_study */
	{ "%s: a study was joined here already",
	    "%s : une enquête a déjà été rejointe ici" },
	{ "no manifest", "pas de manifeste" },
	{ "this form version is not here yet; sync first",
	    "cette version du questionnaire n'est pas encore ici ; "
	    "synchronisez d'abord" },
	{ "the study has several forms: say --form %s or --form %s",
	    "l'enquête a plusieurs questionnaires : dites --form %s ou --form "
	    "%s" },
	{ "no form \"%s\" in this study",
	    "pas de questionnaire « %s » dans cette enquête" },
	{ "the study has no form yet%s",
	    "l'enquête n'a pas encore de questionnaire%s" },
	{ "%zu versions begin with \"%s\"; there are: %s",
	    "%s versions commencent par « %s » ; il y a : %s" },
	{ "form %.8s", "questionnaire %s" },

	/* sync: the part that failed */
	{ "packing", "mise en lots" },
	{ "delivering", "dépôt des lots" },
	{ "fetching", "réception" },
	{ "counting", "comptage" },
	{ "stick", "clé USB" },
	{ "chain", "chaîne" },
	{ "store", "données" },
	{ "forms", "questionnaires" },
	{ "sample frame", "échantillon" },
	{ "cases and corrections", "cas et corrections" },
	{ "receipts", "accusés de réception" },
	{ "wiping", "effacement de ce qui est fusionné" },
	{ "closing", "clôture" },
	{ "request to be admitted", "demande d'admission" },

	/* sync */
	{ "hub %s: another copy of this store has delivered meanwhile; sync "
	    "again",
	    "dépôt commun %s : une autre copie de ces données a déposé "
	    "entre-temps ; synchronisez à nouveau" },

	/* sync_down */
	{ "no coordinator has written it; tell the coordinator, nothing of it "
	    "was taken",
	    "aucune coordination ne l'a écrit ; prévenez la coordination, "
	    "rien n'en a été pris" },

	/* sync_hub */
	{ "%s: the folder %s is not there: is --store right?",
	    "%s : le dossier %s n'existe pas : --store est-il juste ?" },
	{ "hub %s: no study is there (is it the right place?); nothing was "
	    "delivered",
	    "dépôt commun %s : aucune enquête ne s'y trouve (est-ce le bon "
	    "endroit ?) ; rien n'a été déposé" },
	{ "hub %s: no study is there",
	    "dépôt commun %s : aucune enquête ne s'y trouve" },
	{ "hub %s: not that of this study (%s)",
	    "dépôt commun %s : ce n'est pas celui de cette enquête (%s)" },
	{ "hub %s: not that of this study any more; nothing was delivered",
	    "dépôt commun %s : ce n'est plus celui de cette enquête ; rien "
	    "n'a été déposé" },

	/* sync_take */
	{ "%s: not the one that this device knows; tell the coordinator, "
	    "nothing of it was taken",
	    "%t : ce n'est pas celui que connaît cet appareil ; prévenez la "
	    "coordination, rien n'en a été pris" },
	{ "not the bytes that the manifest names",
	    "ce ne sont pas les octets que nomme le manifeste" },
	{ "no coordinator has written it", "aucune coordination ne l'a écrit" },
	{ "%s: too large", "%t : trop grand" },
	{ "form %s %s", "questionnaire %s %s" },

	/* carry */
	{ "more than %d files at a time", "plus de %s fichiers à la fois" },

	/* cases */
	{ "case %s", "cas %s" },

	/* chores */
	{ "something else is under way; wait until it has ended",
	    "autre chose est en cours ; attendez la fin" },
	{ "no file was made", "aucun fichier n'a été fait" },

	/* ending */
	{ "no way to end", "cette fin n'existe pas" },

	/* widget_file */
	{ "no such file", "ce fichier n'existe pas" },

	/* widget_media */
	{ "no such picture", "cette image n'existe pas" },

	/* widget_search */
	{ "no such question", "cette question n'existe pas" },

	/* server */
	{ "a part of the form has no name",
	    "une partie du formulaire n'a pas de nom" },
	{ "the form has too many fields", "le formulaire a trop de champs" },
	{ "more than %zu bytes", "plus de %s octets" },
	{ "not a form", "ce n'est pas un formulaire" },
	{ "the form cannot be read", "le formulaire est illisible" },
	{ "no session", "pas de session" },
	{ "not a form of ours", "ce formulaire n'est pas de ce programme" },
	{ "127.0.0.1, port %u: no server could be started",
	    "127.0.0.1, port %s : impossible de démarrer le serveur des "
	    "pages" },
	{ "the server for pages stopped working",
	    "le serveur des pages s'est arrêté" },
	{ "more than %d files", "plus de %s fichiers" },
	{ "more than %d bytes beside files",
	    "plus de %s octets hors des fichiers" },
	{ "%s: the disk does not give back what was written",
	    "%s : le disque ne rend pas ce qui y a été écrit" },

	/* what could not be kept, and what did not come */
	{ "%s: \"%s\" is nothing that can be said",
	    "%s : « %s » ne peut pas se dire" },
	{ "%s: too much is unsettled; settle some of it first",
	    "%s : trop de choses sont en suspens ; réglez-en d'abord" },
	{ "the invitation did not come as a file",
	    "l'invitation n'est pas venue sous forme de fichier" },
	{ "the backup did not come as a file",
	    "la sauvegarde n'est pas venue sous forme de fichier" },
	{ "response %.8s is not sent: its file \"%.*s\" is not whole on this "
	    "computer any more; correct it, and choose the file again",
	    "la réponse %s n'est pas envoyée : son fichier « %s » n'est plus "
	    "entier sur cet ordinateur ; corrigez-la, et choisissez le fichier "
	    "à nouveau" },
	{ "%s: the file \"%s\" is not whole on this computer any more; choose "
	    "it again, or remove it",
	    "%s : le fichier « %s » n'est plus entier sur cet ordinateur ; "
	    "choisissez-le à nouveau, ou retirez-le" },
	{ NULL, NULL }
};
