/* failures.c - what merger fails with, in French. */
#include "merger/words.h"

#include <stddef.h>

const struct failure_words merger_failures[] = {
	/* acknowledge */
	{ "%s: another workspace with the same keys gave receipts meanwhile: "
	    "merger pull again",
	    "%s : un autre espace de travail avec les mêmes clés a donné des "
	    "accusés de réception entre-temps : à nouveau merger pull" },

	/* attachment */
	{ "another file than the one that is named",
	    "un autre fichier que celui qui est nommé" },
	{ "the file has not arrived", "le fichier n'est pas arrivé" },
	{ "it is not as long as is said", "n'a pas la longueur annoncée" },

	/* author */
	{ "%s: the hub has change sets of this workspace that it does not "
	    "know itself: it was restored from a copy; make a new one with "
	    "merger init --keys",
	    "%s : le dépôt commun a des lots de cet espace de travail que "
	    "celui-ci ne connaît pas : il vient d'une copie ; faites-en un "
	    "nouveau avec merger init --keys" },

	/* casework */
	{ "no case \"%s\" (merger cases list)",
	    "aucun cas « %s » (merger cases list)" },
	{ "%zu cases have an id that begins with \"%s\": give the key",
	    "%s cas ont un identifiant qui commence par « %s » : donnez la "
	    "clé du cas" },

	/* closing */
	{ "the study is closed: nothing is written in it any more",
	    "l'enquête est close : rien ne s'y écrit plus" },
	{ "the study is closed: the key that opened laptops and backups is "
	    "destroyed",
	    "l'enquête est close : la clé qui ouvrait les postes et les "
	    "sauvegardes est détruite" },
	{ "the study is not closed", "l'enquête n'est pas close" },
	{ "%.8s #%llu stands and was not received here: merger pull first",
	    "%s #%s est retenu et n'a pas été reçu ici : merger pull "
	    "d'abord" },

	/* cmd_cases */
	{ "\"%s\": the status of a case is refused, do-not-contact, "
	    "answered-online or open (taken is said with merger cases assign, "
	    "answered by an interview)",
	    "« %s » : l'état d'un cas est refused, do-not-contact, "
	    "answered-online ou open (pris se dit avec merger cases assign, "
	    "répondu par un entretien)" },
	{ "--reason TEXT is missing: who said so, and when?",
	    "il manque --reason TEXTE : qui l'a dit, et quand ?" },
	{ "device %.8s is revoked or lost",
	    "l'appareil %s est révoqué ou perdu" },
	{ "the cases are kept and go out with the next pull",
	    "les cas sont gardés et partiront au prochain pull" },
	{ "case", "cas" },

	/* cmd_close */
	{ "no key is destroyed yet; merger pull, then merger close again",
	    "aucune clé n'est encore détruite ; merger pull, puis à nouveau "
	    "merger close" },

	/* cmd_coordinators */
	{ "%s: the invitation has expired", "%s : l'invitation a expiré" },
	{ "%s is there already", "%s existe déjà" },
	{ "%s is there already: give another name with -o",
	    "%s existe déjà : donnez un autre nom avec -o" },
	{ "--hub PATH is missing: where the study lies",
	    "il manque --hub CHEMIN : où se trouve l'enquête" },
	{ "--root FILE is missing: the root key alone says who coordinates",
	    "il manque --root FICHIER : la clé racine seule dit qui fait "
	    "partie de la coordination" },
	{ "done here, and merger pull will bring it to the hub",
	    "fait ici, et merger pull le portera au dépôt commun" },

	/* cmd_correct */
	{ "--reason TEXT is missing: why is the answer corrected?",
	    "il manque --reason TEXTE : pourquoi corriger la réponse ?" },

	/* cmd_devices */
	{ "%s does not ask to be admitted (merger devices lists who does)",
	    "%s ne demande pas à être admis (merger devices dit qui le "
	    "demande)" },
	{ "%zu who ask begin with \"%s\"",
	    "%s demandes commencent par « %s »" },
	{ "admitted here, and merger pull will bring it to the hub",
	    "admis ici, et merger pull le portera au dépôt commun" },

	/* cmd_drafts */
	{ "no device \"%s\" (merger devices lists them)",
	    "aucun appareil « %s » (merger devices les donne)" },
	{ "%zu devices go by \"%s\": say which by its id",
	    "%s appareils répondent à « %s » : dites lequel par son "
	    "identifiant" },
	{ "%zu devices begin with \"%s\": give more of the id",
	    "%s appareils commencent par « %s » : donnez plus de "
	    "l'identifiant" },
	{ "which laptop goes on with them? say --to DEVICE: the file opens "
	    "there alone",
	    "quel poste les continue ? dites --to APPAREIL : le fichier ne "
	    "s'ouvre que là" },
	{ "%s has them: name another laptop with --to",
	    "%s les a déjà : nommez un autre poste avec --to" },
	{ "%s is not admitted (any more): nothing is sealed to it",
	    "%s n'est pas (ou plus) admis : rien n'est scellé pour lui" },
	{ "no open draft of %s was received (merger drafts lists all)",
	    "aucun brouillon ouvert de %s n'a été reçu (merger drafts les "
	    "donne tous)" },
	{ "%s: the name should end with .drafts",
	    "%s : le nom doit finir par .drafts" },

	/* cmd_erase */
	{ "--reason TEXT is missing: why is the person erased?",
	    "il manque --reason TEXTE : pourquoi effacer la personne ?" },
	{ "erased here, and merger pull will tell the others",
	    "effacé ici, et merger pull le dira aux autres" },

	/* cmd_form */
	{ "published here, and merger pull will bring it to the hub",
	    "publié ici, et merger pull le portera au dépôt commun" },

	/* cmd_init */
	{ "--phase %s: training or pilot",
	    "--phase %s : training ou pilot" },
	{ "--phase field: a study begins in training or pilot; the field opens "
	    "with merger keys export FILE, then merger phase field --copy "
	    "FILE",
	    "--phase field : une enquête commence par training ou pilot ; le "
	    "terrain s'ouvre avec merger keys export FICHIER, puis merger "
	    "phase field --copy FICHIER" },
	{ "--shared %s: group (that of the hub's folder) or all",
	    "--shared %s : group (celui du dossier du dépôt commun) ou all" },
	{ "--shared: only for a hub that is made now, on a path",
	    "--shared : seulement pour un dépôt commun créé maintenant, sur "
	    "un chemin" },
	{ "--hub PATH is missing: where the laptops and you will meet",
	    "il manque --hub CHEMIN : où les postes et vous vous "
	    "retrouverez" },
	{ "--form FILE is missing: the questionnaire",
	    "il manque --form FICHIER : le questionnaire" },

	/* cmd_phase */
	{ "phase \"%s\": training, pilot or field",
	    "phase « %s » : training, pilot ou field" },
	{ "merger close closes a study",
	    "c'est merger close qui clôt une enquête" },
	{ "the study is in the %s already",
	    "l'enquête est déjà dans la %t" },
	{ "the study is in the %s: phases only go forward",
	    "l'enquête est dans la %t : les phases ne vont que vers "
	    "l'avant" },
	{ "before the field, try a copy of the keyring: merger keys export "
	    "FILE, then merger phase field --copy FILE",
	    "avant le terrain, essayez une copie du trousseau : merger keys "
	    "export FICHIER, puis merger phase field --copy FICHIER" },
	{ "changed here, and merger pull will bring it to the hub",
	    "changé ici, et merger pull le portera au dépôt commun" },

	/* cmd_policy */
	{ "policy %s: \"%s\" or \"%s\"", "règle %s : « %s » ou « %s »" },
	{ "\"%s\": no such policy (merger policy lists them)",
	    "« %s » : cette règle n'existe pas (merger policy les donne)" },
	{ "say NAME and VALUE, or neither",
	    "dites NOM et VALEUR, ou ni l'un ni l'autre" },
	{ "set here, and merger pull will bring it to the hub",
	    "réglé ici, et merger pull le portera au dépôt commun" },

	/* cmd_pull */
	{ "hub %s: another study lies there",
	    "dépôt commun %s : une autre enquête s'y trouve" },
	{ "hub %s: no study on it",
	    "dépôt commun %s : aucune enquête ne s'y trouve" },
	{ "these keys are no coordinator's: whoever has the root key says "
	    "merger coordinators add",
	    "ces clés ne sont celles d'aucune coordination : qui a la clé "
	    "racine dit merger coordinators add" },
	{ "merged, but not everything is delivered to the hub; the next pull "
	    "goes on",
	    "fusionné, mais tout n'est pas déposé au dépôt commun ; le "
	    "prochain pull continue" },

	/* cmd_revoke */
	{ "%s is active", "%s est actif" },
	{ "%s was a coordinator, who comes back with new keys: merger "
	    "coordinators add",
	    "%s était une coordination, qui revient avec de nouvelles clés : "
	    "merger coordinators add" },

	/* cmd_unlock */
	{ "device %s has sent nothing yet; pull first",
	    "l'appareil %s n'a encore rien envoyé ; merger pull d'abord" },
	{ "device %s has not sent the key of its store: it has not synced "
	    "since",
	    "l'appareil %s n'a pas envoyé la clé de ses données : il n'a pas "
	    "synchronisé depuis" },
	{ "not signed by device %s", "n'est pas signé par l'appareil %s" },
	{ "device %s", "appareil %s" },
	{ "escrow", "clé du poste confiée à la coordination" },

	/* consequences */
	{ "response %.8s", "réponse %s" },

	/* columns */
	{ "--join %s: version %.8s asks for both, so they are two questions",
	    "--join %s : la version %s demande les deux : ce sont deux "
	    "questions" },
	{ "--join %s: say OLD=NEW, two columns of one table as columns.csv "
	    "names them",
	    "--join %s : dites ANCIEN=NOUVEAU, deux colonnes d'une même table "
	    "comme columns.csv les nomme" },
	{ "more than %d times --join", "plus de %s fois --join" },

	/* coordinators */
	{ "no coordinator \"%s\" (merger coordinators lists them)",
	    "aucune coordination « %s » (merger coordinators les donne)" },
	{ "%zu coordinators begin with \"%s\"",
	    "%s coordinations commencent par « %s »" },
	{ "%s coordinates already", "%s fait déjà partie de la coordination" },
	{ "there are %d coordinators already", "il y a déjà %s coordinations" },
	{ "that is you: another coordinator says it",
	    "c'est vous : une autre coordination doit le dire" },
	{ "request refused", "demande refusée" },

	/* correction */
	{ "\"%s\" is asked once for each \"%s\": say %s[INSTANCE]/... (the "
	    "export names the instances)",
	    "« %s » est demandé une fois pour chaque « %s » : dites "
	    "%s[INSTANCE]/... (l'export nomme les instances)" },
	{ "no question \"%s\" in this response (did you mean \"%s\"?)",
	    "pas de question « %s » dans cette réponse (vouliez-vous dire "
	    "« %s » ?)" },
	{ "no question \"%s\" in this response",
	    "pas de question « %s » dans cette réponse" },
	{ "%s: \"%s\" is not of the right kind (--anyway keeps it)",
	    "%s : « %s » n'est pas de la bonne sorte (--anyway le garde)" },
	{ "%s: \"%s\" is not among the choices (--anyway keeps it)",
	    "%s : « %s » n'est pas un des choix (--anyway le garde)" },
	{ "%s: \"%s\" breaks the question's rule (--anyway keeps it)",
	    "%s : « %s » enfreint la règle de la question (--anyway le "
	    "garde)" },
	{ "%s: with the other answers of this response, this question is not "
	    "asked",
	    "%s : avec les autres données de cette réponse, cette question "
	    "n'est pas posée" },
	{ "%s: nobody said \"%s\" in this response; the interviewer who asked "
	    "may (collector correct); if the person told you, say "
	    "--consent-given, and how in --reason",
	    "%s : personne n'a dit « %s » dans cette réponse ; l'enquêteur ou "
	    "l'enquêtrice le peut (collector correct) ; si la personne vous "
	    "l'a dit, ajoutez --consent-given, et comment dans --reason" },
	{ "%s is given twice", "%s est donné deux fois" },
	{ "the form of response %s is not here yet (merger pull)",
	    "le questionnaire de la réponse %s n'est pas encore ici (merger "
	    "pull)" },
	{ "response %s is %s", "la réponse %s est à l'état %s" },

	/* dataset */
	{ "no response \"%s\" (merger status --responses lists them)",
	    "aucune réponse « %s » (merger status --responses les donne)" },
	{ "%zu responses begin with \"%s\": give more of the id",
	    "%s réponses commencent par « %s » : donnez plus de "
	    "l'identifiant" },
	{ "change set %s #%llu", "lot %s #%s" },

	/* dispatch */
	{ "device %.8s", "appareil %s" },

	/* drafts_give */
	{ "no key", "pas de clé" },

	/* drill */
	{ "the drill read something else than was written",
	    "l'essai a lu autre chose que ce qui était écrit" },
	{ "%s: the keys of another study",
	    "%s : les clés d'une autre enquête" },
	{ "%s: the keys of another coordinator",
	    "%s : les clés d'une autre coordination" },
	{ "%s: made after the study was closed, it opens no change set",
	    "%s : fait après la clôture de l'enquête, n'ouvre aucun lot" },
	{ "%s: no coordinator's keys any more",
	    "%s : ces clés ne sont plus celles d'une coordination" },
	{ "drill", "essai" },

	/* editions */
	{ "%s: not a usable form",
	    "%s : ce questionnaire n'est pas utilisable" },
	{ "%s: the file \"%s\" is not beside it",
	    "%s : le fichier « %s » n'est pas à côté" },
	{ "manifest in the index", "manifeste dans l'index" },

	/* erasure */
	{ "erasure", "effacement" },
	{ "erased here; the others are told by the next merger pull",
	    "effacé ici ; le prochain merger pull le dit aux autres" },

	/* erasure_person */
	{ "nobody goes by \"%s\": give the key of a case, or the beginning "
	    "(four characters or more) of the id of a case or a response",
	    "personne ne se nomme « %s » : donnez la clé d'un cas, ou le "
	    "début (quatre caractères ou plus) de l'identifiant d'un cas ou "
	    "d'une réponse" },
	{ "%zu records begin with \"%s\": give more of the id",
	    "%s fiches commencent par « %s » : donnez plus de l'identifiant" },

	/* frame */
	{ "line %zu: a cell under no heading, in column %zu",
	    "ligne %s : une cellule sans en-tête, en colonne %s" },
	{ "column \"%s\": a name without / [ ] and without a dot in front is "
	    "needed",
	    "colonne « %s » : il faut un nom sans / [ ] et sans point au "
	    "début" },
	{ "column \"%s\" stands twice", "la colonne « %s » est là deux fois" },
	{ "line %zu: column \"%s\" is empty",
	    "ligne %s : la colonne « %s » est vide" },
	{ "line %zu: \"%s\" stands twice in column \"%s\"",
	    "ligne %s : « %s » est deux fois dans la colonne « %s »" },
	{ "no column \"%s\", but \"%s\" (--key names the one with the case's "
	    "key)",
	    "pas de colonne « %s », mais « %s » (--key nomme celle de la clé "
	    "du cas)" },
	{ "no column \"%s\" (--key names the one with the case's key)",
	    "pas de colonne « %s » (--key nomme celle de la clé du cas)" },
	{ "line %zu", "ligne %s" },

	/* handing */
	{ "too large", "trop grand" },
	{ "handing keys over", "transmission de clés" },

	/* index */
	{ "merger index: %s cannot be opened with this keyring",
	    "index de merger : %s ne s'ouvre pas avec ce trousseau" },
	{ "merger index: %s: not a key",
	    "index de merger : %s : ce n'est pas une clé" },

	/* ingest */
	{ "a checkpoint that is no draft",
	    "un point de reprise qui n'est pas un brouillon" },
	{ "a revision is signed by another device than its author %s",
	    "une révision est signée par un autre appareil que son auteur "
	    "%s" },
	{ "entry %zu", "entrée %s" },
	{ "its form has not arrived", "son questionnaire n'est pas arrivé" },
	{ "sealed to other coordinators: they hand it over at their next pull",
	    "scellé pour d'autres coordinations : elles le transmettent à "
	    "leur prochain pull" },
	{ "the key that opens it is destroyed here",
	    "la clé qui l'ouvre est détruite ici" },
	{ "a change set that belongs elsewhere; it is taken for what it is",
	    "un lot qui a sa place ailleurs ; il est pris pour ce qu'il est" },
	{ "a file that is no change set", "un fichier qui n'est pas un lot" },
	{ "larger than a change set may be",
	    "plus grand que ne peut l'être un lot" },

	/* keyring */
	{ "keyring %s: this is no keyring",
	    "trousseau %s : ce n'est pas un trousseau" },
	{ "keyring %s: a key is missing", "trousseau %s : il manque une clé" },
	{ "an empty passphrase protects nothing (--no-passphrase if that is "
	    "what you want)",
	    "une phrase de passe vide ne protège rien (--no-passphrase si "
	    "c'est ce que vous voulez)" },
	{ "an empty passphrase protects nothing",
	    "une phrase de passe vide ne protège rien" },
	{ "%s: holds no root key (merger init wrote it as \"root\")",
	    "%s : ne contient pas de clé racine (merger init l'a écrite sous "
	    "le nom « root »)" },
	{ "keyring", "trousseau" },
	{ "root key", "clé racine" },
	{ "copy of the keyring", "copie du trousseau" },
	{ "keyring %s", "trousseau %s" },

	/* mainline */
	{ "main: not received yet (merger pull)",
	    "main : pas encore reçu (merger pull)" },
	{ "main: there is a newer %s: merger pull, then do it again",
	    "main : il y a un %t plus récent : merger pull, puis "
	    "recommencez" },
	{ "main: another coordinator was faster; merger pull, then do it "
	    "again",
	    "main : une autre coordination a été plus rapide ; merger pull, "
	    "puis recommencez" },
	{ "main: %s", "main : %t" },

	/* people */
	{ "not by an invitation of this workspace",
	    "ne vient pas d'une invitation de cet espace de travail" },
	{ "merger index: not a key", "index de merger : ce n'est pas une clé" },
	{ "its invitation was used already, by %s",
	    "son invitation a déjà servi, à %s" },
	{ "it asks for a laptop", "demande d'un poste" },
	{ "it asks to coordinate (merger coordinators add)",
	    "demande à faire partie de la coordination (merger coordinators "
	    "add)" },
	{ "it does not prove its invitation", "ne prouve pas son invitation" },
	{ "its invitation has expired", "son invitation a expiré" },
	{ "it is the request of %s", "c'est la demande de %s" },
	{ "merger index: request of %s is damaged",
	    "index de merger : la demande de %s est abîmée" },
	{ "signed by no coordinator", "n'est signé par aucune coordination" },
	{ "roster", "liste des personnes" },

	/* readers */
	{ "receipts of another coordinator",
	    "les accusés de réception d'une autre coordination" },

	/* refusal */
	{ "its invitation was used already by another",
	    "son invitation a déjà servi à un autre poste" },
	{ "its invitation is not known here",
	    "son invitation est inconnue ici" },

	/* revocation */
	{ "%s has more than %d chains", "%s a plus de %s chaînes" },
	{ "--stands %s: CHAIN:NUMBER, or \"nothing\"",
	    "--stands %s : CHAÎNE:NUMÉRO, ou « nothing »" },
	{ "--stands %s: no such change set of this device was received",
	    "--stands %s : aucun lot pareil de cet appareil n'a été reçu" },
	{ "--stands %s: %zu change sets are meant: say CHAIN:NUMBER:HASH",
	    "--stands %s : il y a %s lots ainsi : dites "
	    "CHAÎNE:NUMÉRO:EMPREINTE" },
	{ "--stands %s: its chain was named before",
	    "--stands %s : sa chaîne a déjà été nommée" },
	{ "--stands: more than %d chains", "--stands : plus de %s chaînes" },
	{ "--stands nothing, and something?",
	    "--stands nothing, et autre chose ?" },

	/* stick */
	{ "nothing was received from the hub yet: merger pull",
	    "rien n'a encore été reçu du dépôt commun : merger pull" },

	/* study */
	{ "%s: the folder %s is not there",
	    "%s : le dossier %s n'existe pas" },
	{ "hub %s: the folder %s is not there: is the share connected?",
	    "dépôt commun %s : le dossier %s n'existe pas : le partage est-il "
	    "connecté ?" },
	{ "hub %s: it holds a study already (merger init --keys opens one)",
	    "dépôt commun %s : il contient déjà une enquête (merger init "
	    "--keys en ouvre une)" },
	{ "the study is made, and merger pull will bring it to the hub",
	    "l'enquête est créée, et merger pull la portera au dépôt commun" },

	/* table */
	{ "table %s: more than %d columns", "table %s : plus de %s colonnes" },
	{ "more than %d tables", "plus de %s tables" },
	{ "two tables would be called %s.csv: give form %s another id",
	    "deux tables s'appelleraient %s.csv : donnez un autre identifiant "
	    "au questionnaire %s" },

	/* verdict */
	{ "the device is not admitted", "l'appareil n'est pas admis" },
	{ "the device was revoked, and no coordinator has listed this change "
	    "set",
	    "l'appareil a été révoqué, et la coordination n'a pas retenu ce "
	    "lot" },
	{ "the study is closed: this came too late, and nobody can read it "
	    "any more",
	    "l'enquête est close : trop tard, et personne ne peut plus le "
	    "lire" },

	/* workspace */
	{ "%s: no workspace here (give --workspace DIR, or make one with "
	    "merger init)",
	    "%s : pas d'espace de travail ici (donnez --workspace DOSSIER, ou "
	    "créez-en un avec merger init)" },
	{ "nothing was received yet: merger pull",
	    "rien n'a encore été reçu : merger pull" },
	{ "index.sqlite was gone, and is made again by merger pull --hub HUB, "
	    "without the invitations that nobody has used yet",
	    "index.sqlite avait disparu, et merger pull --hub DÉPÔT le refait, "
	    "sans les invitations dont personne ne s'est encore servi" },
	{ "%s; merger pull fetches it again",
	    "%t ; merger pull le reprend au dépôt commun" },
	{ "%s: the file keys is gone: look for it in the bin, or bring a copy "
	    "back: merger keys import COPY",
	    "%s : le fichier keys a disparu : cherchez-le dans la corbeille, "
	    "ou reprenez une copie : merger keys import COPIE" },
	{ "%s; move the file keys away and bring a copy back: merger keys "
	    "import COPY",
	    "%t ; déplacez le fichier keys et reprenez une copie : merger keys "
	    "import COPIE" },
	{ "%s: other keys than these were used here: move index.sqlite and "
	    "depot away, or take another folder",
	    "%s : d'autres clés que celles-ci ont servi ici : déplacez "
	    "index.sqlite et depot, ou prenez un autre dossier" },
	{ "%s: is missing or empty%s", "%s : est absent ou vide%s" },
	{ "these are the keys of a study that was closed: only the folder "
	    "that they come from has its data",
	    "ce sont les clés d'une enquête qui a été close : seul le dossier "
	    "d'où elles viennent en a les données" },
	{ "%s: there is a workspace already",
	    "%s : il y a déjà un espace de travail" },
	{ "no hub is set (merger pull --hub HUB sets one)",
	    "aucun dépôt commun n'est réglé (merger pull --hub DÉPÔT en règle "
	    "un)" },
	{ "form %.12s: no manifest of the study lists it",
	    "questionnaire %s : aucun manifeste de l'enquête n'en parle" },
	{ "%s: the file has other bytes than its name says",
	    "%s : le fichier a d'autres octets que ne le dit son nom" },
	{ "%s; the study is closed: only a copy of keys and index.sqlite that "
	    "were made together after that opens it",
	    "%t ; l'enquête est close : seule l'ouvre une copie de keys et "
	    "index.sqlite faites en même temps après cela" },
	{ "%s; do it again; if it says so again, move index.sqlite away and "
	    "say merger pull --hub HUB: it is made again, without the "
	    "invitations that nobody has used yet",
	    "%t ; recommencez ; si cela reste, déplacez index.sqlite et dites "
	    "merger pull --hub DÉPÔT : il est refait, sans les invitations "
	    "dont personne ne s'est encore servi" },
	{ "%s: is missing or empty", "%s : est absent ou vide" },
	{ "index.sqlite is under another key than the keyring's: one of them "
	    "is an old copy",
	    "index.sqlite est sous une autre clé que celle du trousseau : "
	    "l'un des deux est une ancienne copie" },

	/* workspace_keys */
	{ "index.sqlite is under another key than the keyring's: one of them "
	    "is an old copy%s",
	    "index.sqlite est sous une autre clé que celle du trousseau : "
	    "l'un des deux est une ancienne copie%s" },

	/* Where something is. */
	{ "manifest", "manifeste" },
	{ NULL, NULL }
};
