#include "collector/words.h"

#define HELP_EN								\
	"  an answer        goes on to the next question\n"		\
	"  (empty line)     keeps what is there, or leaves it open\n"	\
	"  -                takes the answer away\n"			\
	"  3   or   2 5 7   choose by number, one or several\n"		\
	"  /word            search a list; letters without accents will do\n" \
	"  =code            a choice by its code\n"			\
	"  <                the question before\n"			\
	"  >word            to a question with that word\n"		\
	"  !text            a remark on this question; !- takes it away\n" \
	"  \\text            text that begins with one of these signs\n" \
	"  ?                this help, and more about the question\n"	\
	"  q                stop here and keep a draft"
#define MORE_EN								\
	"  :sections        all parts, and how far each is; :s 3 goes there\n" \
	"  :undo            bring back what was removed last\n"		\
	"  :language        the questionnaire in another language\n"	\
	"  :end             what is still missing, and closing\n"	\
	"  :slip            what the respondent takes home, with the reference"
#define MORE_FR								\
	"  :parties         toutes les parties et leur état ; :p 3 y va\n" \
	"  :annuler         faire revenir ce qui vient d’être retiré\n"	\
	"  :langue          le questionnaire dans une autre langue\n"	\
	"  :fin             ce qui manque encore, et la clôture\n"	\
	"  :fiche           la fiche pour la personne, avec la référence"
#define HELP_FR								\
	"  une réponse      passe à la question suivante\n"		\
	"  (ligne vide)     garde la réponse, ou la laisse ouverte\n"	\
	"  -                efface la réponse\n"			\
	"  3   ou   2 5 7   choisir par numéro, un ou plusieurs\n"	\
	"  /mot             chercher dans une liste, accents facultatifs\n" \
	"  =code            un choix par son code\n"			\
	"  <                la question précédente\n"			\
	"  >mot             vers une question qui contient ce mot\n"	\
	"  !texte           une remarque sur la question ; !- l’efface\n" \
	"  \\texte           un texte qui commence par un de ces signes\n" \
	"  ?                cette aide, et plus sur la question\n"	\
	"  q                s’arrêter ici et garder un brouillon"

static const char *const words[WORD_COUNT][LANGUAGE_COUNT] = {
	[W_PASSPHRASE_CHANGED] = { "the passphrase was changed",
	    "la phrase de passe a été changée" },
	[W_PASSPHRASE_NONE] = { "this laptop has no passphrase any more",
	    "ce poste n’a plus de phrase de passe" },
	[W_CODE] = { "the code that the coordinator tells you: ",
	    "le code que vous dicte la coordination : " },
	[W_UNLOCKED] = { "the store is open, under the new passphrase",
	    "les données sont de nouveau accessibles, avec la nouvelle phrase "
	    "de passe" },

	[W_COPY_BACKUP] = { "this store comes from a backup: it goes on in a "
	    "chain of its own, and nothing is lost; synchronise before "
	    "anything else: people may have been erased since",
	    "ces données viennent d’une sauvegarde : elles continuent dans "
	    "leur propre chaîne, rien n’est perdu ; synchronisez d’abord : "
	    "des personnes ont pu être effacées depuis" },
	[W_COPY_MACHINE] = { "this store was used on another computer: it goes "
	    "on in a chain of its own, and nothing is lost; use one of the two "
	    "from now on",
	    "ces données ont servi sur un autre ordinateur : elles continuent "
	    "dans leur propre chaîne, rien n’est perdu ; n’utilisez plus que "
	    "l’un des deux" },
	[W_COPY_PLACE] = { "this store was copied: it goes on in a chain of "
	    "its own, and nothing is lost; use one of the copies from now on",
	    "ces données ont été copiées : elles continuent dans leur propre "
	    "chaîne, rien n’est perdu ; n’utilisez plus que l’une des copies" },
	[W_BACKED_UP] = { "backup written to %1; only the coordinators can "
	    "open it",
	    "sauvegarde écrite dans %1 ; seule la coordination peut l’ouvrir" },
	[W_RESTORED] = { "restored, responses: %1",
	    "restauré, réponses : %1" },
	[W_SET_ASIDE] = { "what was tried out before is kept in %1 (--store)",
	    "les essais précédents sont gardés dans %1 (--store)" },
	[W_PURGED] = { "responses merged and wiped from this laptop: %1",
	    "réponses fusionnées et effacées de ce poste : %1" },
	[W_ERASED] = { "erased at the coordinators' word, records: %1",
	    "effacé à la demande de la coordination, fiches : %1" },
	[W_CLOSED] = { "the study is closed: no interview can begin any more, "
	    "and this laptop has forgotten what it was sent",
	    "l’enquête est close : aucun entretien ne peut plus commencer, et "
	    "ce poste a oublié ce qui lui avait été envoyé" },
	[W_CLOSED_LEFT] = { "interviews that were not delivered before the "
	    "study closed: %1; nobody else can read them any more, they stay "
	    "on this laptop",
	    "entretiens non transmis avant la clôture de l’enquête : %1 ; plus "
	    "personne d’autre ne peut les lire, ils restent sur ce poste" },

	[W_D_GOOD] = { "good     ", "bon       " },
	[W_D_NOTE] = { "note     ", "à noter   " },
	[W_D_MENDED] = { "mended   ", "réparé    " },
	[W_D_BAD] = { "wrong    ", "problème  " },
	[W_D_FAILED] = { "this could not be looked at: %1",
	    "vérification impossible : %1" },
	[W_D_HOPELESS] = { "keep a copy of this folder, change nothing in it, "
	    "and restore the last backup into another one (--store); what was "
	    "delivered is with the coordinator",
	    "gardez une copie de ce dossier sans rien y changer, et restaurez "
	    "la dernière sauvegarde dans un autre (--store) ; ce qui a été "
	    "déposé est chez la coordination" },
	[W_D_FILE] = { "the store is whole", "les données sont entières" },
	[W_D_FILE_BAD] = { "the store is damaged inside: keep a copy of this "
	    "folder, change nothing in it, and restore the newest backup into "
	    "another one (--store); what was delivered is with the "
	    "coordinator (what is broken: collector doctor --verbose)",
	    "les données sont abîmées à l’intérieur : gardez une copie de ce "
	    "dossier sans rien y changer, et restaurez la dernière sauvegarde "
	    "dans un autre (--store) ; ce qui a été déposé est chez la "
	    "coordination (ce qui est abîmé : collector doctor --verbose)" },
	[W_D_FILE_SAYS] = { "what SQLite says: %1", "SQLite dit : %1" },
	[W_D_ROWS] = { "all that rests encrypted opens (%1)",
	    "tout ce qui est chiffré s’ouvre (%1)" },
	[W_D_ROW_BAD] = { "%1 was altered; keep a copy of this folder, then "
	    "restore a backup",
	    "%1 a été altéré ; gardez une copie de ce dossier, puis restaurez "
	    "une sauvegarde" },
	[W_D_CHAINS] = { "change sets: %1, in chains: %2, none missing",
	    "lots : %1, chaînes : %2, rien ne manque" },
	[W_D_CHAIN_BAD] = { "chain %1: change set %2 is missing or altered; "
	    "sync, then restore a backup if this stays",
	    "chaîne %1 : le lot %2 manque ou a été altéré ; synchronisez, "
	    "puis restaurez une sauvegarde si cela reste" },
	[W_D_NO_CHAIN] = { "there is no open chain; restore a backup",
	    "aucune chaîne n’est ouverte ; restaurez une sauvegarde" },
	[W_D_BUSY] = { "a sync is under way; the repository was not looked at",
	    "une synchronisation est en cours ; le dépôt n’a pas été vérifié" },
	[W_D_DEPOT] = { "the repository is whole", "le dépôt est entier" },
	[W_D_DEPOT_MENDED] = { "the repository was broken (%1) and was made "
	    "again from the store",
	    "le dépôt était abîmé (%1) ; il a été refait à partir des "
	    "données" },
	[W_DEPOT_TORN] = { "parts of the repository were left empty, as a power "
	    "cut does (%1); they are made again from the store and the hub",
	    "des parties du dépôt étaient restées vides, comme après une "
	    "coupure de courant (%1) ; elles sont refaites à partir des "
	    "données et du dépôt commun" },
	[W_D_DEPOT_AHEAD] = { "the repository knows more than the store, which "
	    "is an older copy; the next sync begins a new chain",
	    "le dépôt en sait plus que les données, qui sont une copie plus "
	    "ancienne ; la prochaine synchronisation ouvre une chaîne" },
	[W_D_LEFTOVER] = { "%1, left by a program that was ended, is gone",
	    "%1, laissé par un programme interrompu, est supprimé" },
	[W_D_PLACE] = { "the store is on this computer's own disk (%1)",
	    "les données sont sur le disque de cet ordinateur (%1)" },
	[W_D_NETWORK] = { "%1 is on a network drive: two computers at once can "
	    "damage it; move the folder to this computer's disk",
	    "%1 est sur un disque réseau : deux ordinateurs à la fois peuvent "
	    "l’abîmer ; déplacez le dossier sur le disque de cet ordinateur" },
	[W_D_MOVING] = { "%1 is on a stick: never pull it out while the program "
	    "works",
	    "%1 est sur une clé : ne la retirez jamais pendant le travail du "
	    "programme" },
	[W_D_SYNCHRONISED] = { "%1 is looked after by a program that copies "
	    "folders elsewhere (%2): move it out of there",
	    "%1 est surveillé par un programme qui copie les dossiers "
	    "ailleurs (%2) : déplacez-le" },
	[W_D_ROOM] = { "room on the disk: %1 MiB",
	    "place sur le disque : %1 Mio" },
	[W_D_ROOM_BAD] = { "room on the disk: %1 MiB; make room before the next "
	    "interview", "place sur le disque : %1 Mio ; faites de la place "
	    "avant le prochain entretien" },
	[W_D_CLOCK] = { "the clock says %1", "l’horloge indique %1" },
	[W_D_CLOCK_BAD] = { "the clock says %1, and the coordinator wrote on "
	    "%2: set this computer's clock right",
	    "l’horloge indique %1, et la coordination a écrit le %2 : mettez "
	    "cet ordinateur à l’heure" },
	[W_D_NO_HUB] = { "this study has no hub yet: sync --hub PATH",
	    "cette étude n’a pas encore de dépôt commun : sync --hub CHEMIN" },
	[W_D_HUB] = { "the hub is there (%1)",
	    "le dépôt commun répond (%1)" },
	[W_D_HUB_AWAY] = { "the hub was not reached: %1",
	    "le dépôt commun n’a pas été atteint : %1" },
	[W_D_ALL_DELIVERED] = { "nothing lies on this laptop alone",
	    "rien n’est sur ce seul poste" },
	[W_D_ONLY_HERE] = { "responses that lie on this laptop alone: %1; sync, "
	    "or make a backup",
	    "réponses qui ne sont que sur ce poste : %1 ; synchronisez, ou "
	    "faites une sauvegarde" },
	[W_D_IN_BACKUP] = { "responses that are not delivered: %1; there is a "
	    "recent backup",
	    "réponses non déposées : %1 ; une sauvegarde est récente" },

	[W_PASSPHRASE] = { "passphrase: ", "phrase de passe : " },
	[W_PASSPHRASE_NEW] = { "choose a passphrase for this laptop: ",
	    "choisissez une phrase de passe pour ce poste : " },
	[W_PASSPHRASE_AGAIN] = { "once more: ", "encore une fois : " },
	[W_JOINED] = { "joined \"%1\" as device %2",
	    "étude « %1 » rejointe, appareil %2" },
	[W_WAIT_FOR_ADMISSION] = {
	    "the coordinator now has to admit this device",
	    "la coordination doit maintenant admettre cet appareil" },
	[W_JOINED_AGAIN] = { "device %1 asks again to be admitted; what it "
	    "collected is kept", "l’appareil %1 redemande à être admis ; ce "
	    "qu’il a recueilli est gardé" },
	[W_JOIN_REFUSED] = { "this device was refused: %1. Ask the coordinator "
	    "for a new invitation, then: collector join FILE (nothing that was "
	    "collected is lost)", "cet appareil a été refusé : %1. Demandez "
	    "une nouvelle invitation à la coordination, puis : collector join "
	    "FICHIER (rien de ce qui est recueilli n’est perdu)" },
	[W_REFUSED_EXPIRED] = { "its invitation has expired",
	    "son invitation a expiré" },
	[W_REFUSED_USED] = { "its invitation was used by another computer",
	    "son invitation a servi à un autre poste" },
	[W_REFUSED_UNKNOWN] = { "its invitation is not known to the "
	    "coordinator", "son invitation est inconnue de la coordination" },
	[W_REFUSED_FORGED] = { "its request does not prove an invitation",
	    "sa demande ne prouve aucune invitation" },
	[W_REQUEST_SENT] = { "request delivered to %1",
	    "demande déposée sur %1" },
	[W_REQUEST_LATER] = { "the hub is not within reach (%1); the request "
	    "goes with the next sync",
	    "le dépôt commun est hors de portée (%1) ; la "
	    "demande partira avec la prochaine synchronisation" },

	[W_REFUSED] = { "%1: line %2: refused: %3",
	    "%1 : ligne %2 : refusée : %3" },
	[W_PARTIAL_KEPT] = { "%1: line %2: kept as partial: %3",
	    "%1 : ligne %2 : gardée comme partielle : %3" },
	[W_IMPORT_SUMS] = { "imported: %1, already there: %2, refused: %3",
	    "importées : %1, déjà présentes : %2, refusées : %3" },
	[W_PROGRESS] = { "%1 of %2", "%1 sur %2" },

	[W_P_REQUIRED] = { "%1: an answer is required",
	    "%1 : une réponse est demandée" },
	[W_P_CONSTRAINT] = { "%1: \"%2\" is not allowed here%3",
	    "%1 : « %2 » n’est pas admis ici%3" },
	[W_P_TYPE] = { "%1: \"%2\" is not of the right kind",
	    "%1 : « %2 » n’est pas du bon type" },
	[W_P_CHOICE] = { "%1: \"%2\" is not offered",
	    "%1 : « %2 » n’est pas proposé" },
	[W_P_COUNT] = { "%1: more of them than the form counts",
	    "%1 : plus d’éléments que n’en compte le questionnaire" },
	[W_P_EXPRESSION] = { "%1: the questionnaire has a fault here%3",
	    "%1 : le questionnaire a un défaut ici%3" },
	[W_P_UNKNOWN] = { "%1: the form has no such question",
	    "%1 : le questionnaire n’a pas cette question" },
	[W_P_CASE] = { "case %1: not in the sample that this laptop has "
	    "(sync, collector case add, or --any-case)", "cas %1 : absent de "
	    "l’échantillon de ce poste (synchronisez, collector case add, ou "
	    "--any-case)" },

	[W_NO_HUB_YET] = { "this study has no hub yet: say --hub PATH",
	    "cette étude n’a pas encore de dépôt commun : --hub CHEMIN" },
	[W_HUB_AT] = { "from now on the hub is %1",
	    "désormais le dépôt commun est %1" },
	[W_MANIFEST] = { "manifest %1 received (%2)",
	    "manifeste %1 reçu (%2)" },
	[W_ADMITTED] = { "this device is admitted",
	    "cet appareil est admis" },
	[W_STILL_WAITS] = { "a coordinator has to admit this device before its "
	    "interviews are merged; if that takes long, ask for it",
	    "la coordination doit admettre cet appareil avant de réunir ses "
	    "entretiens ; si cela tarde, demandez-le-lui" },
	[W_NOT_ADMITTED] = { "this device waits to be admitted",
	    "cet appareil attend d’être admis" },
	[W_REVOKED] = { "this device was revoked",
	    "cet appareil a été révoqué" },
	[W_FORM] = { "questionnaire %1 received (%2)",
	    "questionnaire %1 reçu (%2)" },
	[W_FRAME] = { "sample received, cases: %1",
	    "échantillon reçu, cas : %1" },
	[W_RECEIPTS] = { "receipts: change sets merged: %1, put aside: %2",
	    "accusés de réception : lots fusionnés : %1, mis de côté : %2" },
	[W_PACKED] = { "packed %1", "mis en lot %1" },
	[W_SUBJECT_SENT] = { "delivered change sets: %1, to %2",
	    "lots déposés : %1, sur %2" },
	[W_ENROLMENT_SENT] = { "request to be admitted delivered to %1",
	    "demande d’admission déposée sur %1" },
	[W_NEW_CHAIN] = { "the hub knows change sets of this device that this "
	    "store does not have (a restored copy?): going on in a new chain",
	    "le dépôt commun a des lots de cet appareil que ce poste ne "
	    "connaît pas (copie restaurée ?) : une nouvelle chaîne "
	    "commence" },
	[W_OTHER_COPY] = { "another copy of this store sends as chain %1: use "
	    "only one of the two", "une autre copie de ce poste envoie par la "
	    "chaîne %1 : n’utilisez que l’une des deux" },
	[W_HUB_BEHIND] = { "%1: the hub has less than it had; ours is kept",
	    "%1 : le dépôt commun en a moins qu’avant ; on garde le nôtre" },
	[W_HUB_DIVERGED] = { "%1: the hub has another history than before; "
	    "both are kept: tell the coordinator",
	    "%1 : le dépôt commun a une autre histoire qu’avant ; les deux "
	    "sont gardées : prévenez la coordination" },
	[W_HUB_BROKEN] = { "%1: damaged on the hub: %2",
	    "%1 : endommagé sur le dépôt commun : %2" },
	[W_DRAFT_LEFT] = { "collector: response %1: its draft is not sent "
	    "along: %2", "collector: réponse %1 : son brouillon n’est pas "
	    "envoyé : %2" },
	[W_T_NO_NETWORK] = { "%1 cannot be reached: is this computer "
	    "connected? Nothing is lost, sync again later",
	    "%1 est injoignable : l’ordinateur est-il connecté ? Rien n’est "
	    "perdu, recommencez plus tard" },
	[W_T_LOGIN_PAGE] = { "%1: another page answers; open a browser, log "
	    "in to the Wi-Fi, then sync again",
	    "%1 : une autre page répond ; ouvrez un navigateur, "
	    "identifiez-vous sur le Wi-Fi, puis recommencez" },
	[W_T_CERTIFICATE] = { "%1: its certificate or key is not the right "
	    "one; nothing was sent: try another network, and tell the "
	    "coordinator", "%1 : son certificat ou sa clé n’est pas le bon ; "
	    "rien n’a été envoyé : essayez un autre réseau et prévenez la "
	    "coordination" },
	[W_T_EXPIRED] = { "%1: its certificate has ended, and nothing was sent; "
	    "tell the coordinator that whoever runs the hub must renew it",
	    "%1 : son certificat a expiré, et rien n’a été envoyé ; dites à la "
	    "coordination que qui tient le dépôt commun doit le renouveler" },
	[W_T_CLOCK] = { "%1: its certificate is not valid at the time that "
	    "this computer shows; set the clock right, then sync again",
	    "%1 : son certificat n’est pas valable à l’heure de cet "
	    "ordinateur ; mettez l’horloge à l’heure, puis recommencez" },
	[W_T_PROXY] = { "%1: the proxy of this network does not let this "
	    "computer through; are https_proxy and http_proxy right? or try "
	    "another network", "%1 : le proxy de ce réseau ne laisse pas "
	    "passer cet ordinateur ; https_proxy et http_proxy sont-ils "
	    "justes ? sinon, essayez un autre réseau" },
	[W_T_DENIED] = { "%1 does not let this laptop in; ask the coordinator "
	    "for a token or a key (--token-file, --key-file)",
	    "%1 refuse l’accès ; demandez un jeton ou une clé à la "
	    "coordination (--token-file, --key-file)" },
	[W_T_FULL] = { "%1: no room is left; tell the coordinator, your "
	    "answers stay here until then", "%1 : il n’y a plus de place ; "
	    "prévenez la coordination, vos réponses restent ici d’ici là" },
	[W_T_NOT_FOUND] = { "%1: nothing is there; is the address right?",
	    "%1 : il n’y a rien à cette adresse ; est-elle juste ?" },
	[W_T_STALLED] = { "%1 does not answer any more; what had arrived is "
	    "kept, sync again later", "%1 ne répond plus ; ce qui était "
	    "arrivé est gardé, recommencez plus tard" },
	[W_T_HUB] = { "%1 is out of order; sync again later, and tell the "
	    "coordinator if it stays so", "%1 ne fonctionne pas ; recommencez "
	    "plus tard et prévenez la coordination si cela dure" },
	[W_T_GARBAGE] = { "%1: what it sends is damaged; try another network, "
	    "and tell the coordinator if it stays so", "%1 : ce qu’il envoie "
	    "est endommagé ; essayez un autre réseau et prévenez la "
	    "coordination si cela dure" },
	[W_T_UNSPOKEN] = { "%1: this program cannot speak with it; tell the "
	    "coordinator, who has another way: an https address, a folder or "
	    "a stick", "%1 : ce programme ne sait pas lui parler ; "
	    "dites-le à la coordination, qui a un autre moyen : une "
	    "adresse en https, un dossier ou une clé" },
	[W_TRYING_AGAIN] = { "no connection with the hub just now; trying "
	    "again",
	    "pas de liaison avec le dépôt commun pour l’instant ; nouvel "
	    "essai" },
	[W_STICK_EMPTY] = { "nothing for this laptop on %1",
	    "rien pour ce poste sur %1" },
	[W_STICK_WRITTEN] = { "change sets written: %1, to %2; they count as "
	    "delivered once the coordinator's receipt is back",
	    "lots écrits : %1, sur %2 ; ils comptent comme déposés quand "
	    "l’accusé de réception de la coordination est revenu" },
	[W_STICK_ENROLMENT] = { "request to be admitted written to %1",
	    "demande d’admission écrite sur %1" },
	[W_NOTHING] = { "nothing new", "rien de nouveau" },
	[W_SYNC_SUMS] = { "responses: %1 in all; drafts: %2; to deliver: %3; "
	    "delivered: %4, of which merged: %5, put aside: %6",
	    "réponses : %1 en tout ; brouillons : %2 ; à déposer : %3 ; "
	    "déposées : %4, dont fusionnées : %5, mises de côté : %6" },

	[W_STUDY] = { "study       %1 (%2)", "étude         %1 (%2)" },
	[W_PHASE_PRACTICE] = {
		"phase       %1: practice, nothing of it counts in the results",
		"phase         %1 : un essai, rien n’entre dans les résultats"
	},
	[W_PHASE_PRACTISED] = {
		"phase       the field is open, and what is here was practice: "
		"join with a new invitation",
		"phase         le terrain est ouvert, et ce qui est ici était "
		"un essai : rejoignez l’enquête avec une nouvelle invitation"
	},
	[W_DEVICE] = { "device      %1: %2", "appareil      %1 : %2" },
	[W_MANIFEST_IS] = { "manifest    %1", "manifeste     %1" },
	[W_HUB] = { "hub         %1", "dépôt commun  %1" },
	[W_RESPONSES] = { "responses   %1", "réponses      %1" },
	[W_SENDING] = { "sending     change sets: %1, delivered: %2, merged: "
	    "%3, put aside: %4",
	    "envois        lots : %1, déposés : %2, fusionnés : %3, "
	    "mis de côté : %4" },
	[W_LAST_SYNC] = { "last sync   %1", "dern. synchr. %1" },
	[W_LAST_RECEIPT] = { "receipt     %1", "dern. accusé  %1" },
	[W_NEVER] = { "never", "jamais" },
	[W_CASES] = { "cases       %1", "cas           %1" },
	[W_NOTES_WAIT] = { "            attempts and cases to deliver: %1",
	    "              essais et cas à déposer : %1" },
	[W_OLDER_FORM] = { "(older questionnaire)", "(questionnaire antérieur)" },
	[W_OLDER_FORMS] = { "            of an older questionnaire: %1",
	    "              d’un questionnaire antérieur : %1" },
	[W_NO_RESPONSES] = { "no responses yet", "pas encore de réponses" },
	[W_HISTORY] = { "state", "état" },
	[W_FORM_IS] = { "form", "questionnaire" },
	[W_REMARK] = { "put aside: %1", "mise de côté : %1" },
	[W_STAGE_DRAFT] = { "draft", "brouillon" },
	[W_STAGE_FINAL] = { "final", "finale" },
	[W_STAGE_PACKED] = { "packed", "en lot" },
	[W_STAGE_SENT] = { "sent", "envoyée" },
	[W_STAGE_ASIDE] = { "aside", "de côté" },
	[W_STAGE_MERGED] = { "merged", "fusionnée" },
	[W_STATE_PARTIAL] = { "partial", "partielle" },
	[W_STATE_BROKEN_OFF] = { "broken off", "interrompue" },

	[W_CASE_OPEN] = { "open", "à contacter" },
	[W_CASE_TAKEN] = { "with %1", "suivi par %1" },
	[W_CASE_ANSWERED] = { "answered", "a répondu" },
	[W_CASE_ANSWERED_ONLINE] = { "answered online",
	    "a répondu en ligne" },
	[W_CASE_REFUSED] = { "refused", "a refusé" },
	[W_CASE_DO_NOT_CONTACT] = { "must not be contacted",
	    "à ne pas contacter" },
	[W_CASE_OTHER] = { "\"%1\", of a newer version: sync, then update",
	    "« %1 », d’une version plus récente : mettez à jour" },
	[W_CASE_MINE] = { "yours", "pour vous" },
	[W_CASE_ATTEMPTS] = { "attempts: %1", "essais : %1" },
	[W_CASE_BY] = { "by %1", "par %1" },
	[W_CASE_CALL_BACK] = { "call back %1", "à rappeler %1" },
	[W_CASE_DUE] = { "call back %1: due", "à rappeler %1 : c’est le jour" },
	[W_CASE_BEGUN] = { "an interview was begun, collector ask %1 goes on",
	    "un entretien est commencé, collector ask %1 le reprend" },
	[W_CASE_PARTIAL] = { "an interview was partial, collector ask %1 "
	    "--correct goes on", "un entretien est resté partiel, collector "
	    "ask %1 --correct le reprend" },
	[W_CASE_LOGGED] = { "case %1: %2", "cas %1 : %2" },
	[W_CASE_ADDED] = { "case %1 added; for an interview: collector ask "
	    "--case %1", "cas %1 ajouté ; pour un entretien : collector ask "
	    "--case %1" },
	[W_NO_CASES] = { "no cases", "aucun cas" },
	[W_CASE_ANYWAY] = { "case %1: %2; to begin an interview all the same: "
	    "--anyway", "cas %1 : %2 ; pour commencer un entretien malgré "
	    "tout : --anyway" },
	[W_CASE_GO_ON] = { "case %1: %2. Begin all the same? (y/n) ",
	    "cas %1 : %2. Commencer malgré tout ? (o/n) " },
	[W_DOWN] = { "news from the coordinator: cases %1, corrections %2",
	    "nouvelles de la coordination : cas %1, corrections %2" },
	[W_DOWN_OLD] = { "the hub shows older news of cases and corrections "
	    "than this laptop has: ours are kept",
	    "le dépôt commun montre des nouvelles plus anciennes que celles "
	    "de ce poste : on garde les nôtres" },
	[W_DOWN_SKIPPED] = { "of these %1 cannot be read by this version and "
	    "were left out", "dont %1 que cette version ne sait pas lire et "
	    "qui sont laissées de côté" },
	[W_CORRECTED_BY] = { "corrected by %1, %2: %3",
	    "corrigé par %1, %2 : %3" },
	[W_CORRECTED_TAKEN] = { "taken away", "retiré" },
	[W_OVERLAP_OURS] = { "      you changed this too, and yours stands",
	    "      vous l’avez changé aussi, et votre valeur compte" },
	[W_OVERLAP_THEIRS] = { "      you changed this too; theirs stands until "
	    "the coordinator has decided", "      vous l’avez changé aussi ; "
	    "la leur compte tant que la coordination n’a pas tranché" },
	[W_OVERLAP_DRAFT] = { "      your draft changes this too; once you close "
	    "it, theirs stands until the coordinator has decided",
	    "      votre brouillon le change aussi ; une fois clos, la leur "
	    "comptera tant que la coordination n’a pas tranché" },
	[W_HOW_PHONE] = { "phone", "téléphone" },
	[W_HOW_MAIL] = { "mail", "courrier ou courriel" },
	[W_HOW_VISIT] = { "visit", "visite" },
	[W_HOW_VIDEO] = { "video", "visio" },
	[W_HOW_OTHER] = { "otherwise", "autrement" },

	[W_CORRECTED] = { "corrected response %1: %2",
	    "réponse %1 corrigée : %2" },
	[W_ATTACHED] = { "%1 is kept as the answer to \"%2\" of response %3",
	    "%1 est gardé comme réponse à « %2 » dans la réponse %3" },

	[W_ASK_START] = { "response %1 begins; ? for help, q to stop",
	    "début de la réponse %1 ; ? pour l’aide, q pour s’arrêter" },
	[W_ASK_RESUMED] = { "response %1 goes on; ? for help, q to stop",
	    "suite de la réponse %1 ; ? pour l’aide, q pour s’arrêter" },
	[W_ASK_HELP] = { HELP_EN, HELP_FR },
	[W_ASK_MORE] = { MORE_EN, MORE_FR },
	[W_NOW] = { "now: %1", "actuellement : %1" },
	[W_CHOOSE_ONE] = { "one number", "un numéro" },
	[W_CHOOSE_MANY] = { "numbers with spaces between",
	    "des numéros séparés par des espaces" },
	[W_RANK_ALL] = { "all numbers in order, with spaces between",
	    "tous les numéros dans l’ordre, séparés par des espaces" },
	[W_LONG_LIST] = { "%1 choices: type /word to search",
	    "%1 choix : tapez /mot pour chercher" },
	[W_FOUND] = { "%1 found", "%1 trouvé(s)" },
	[W_FOUND_MORE] = { "and %1 more: search with more letters",
	    "et %1 de plus : cherchez avec plus de lettres" },
	[W_FOUND_NONE] = { "nothing found for \"%1\"",
	    "rien trouvé pour « %1 »" },
	[W_NO_SUCH_CHOICE] = { "\"%1\" is not one of the choices",
	    "« %1 » n’est pas un des choix" },
	[W_TYPE_DATE] = { "a date, such as 23/11/2026",
	    "une date, comme 23/11/2026" },
	[W_TYPE_TIME] = { "a time, such as 14:30", "une heure, comme 14:30" },
	[W_TYPE_DATETIME] = { "a date and a time, such as 23/11/2026 14:30",
	    "une date et une heure, comme 23/11/2026 14:30" },
	[W_TYPE_OK] = { "type OK", "tapez OK" },
	[W_TYPE_FILE] = { "the path of a file", "le chemin d’un fichier" },
	[W_TYPE_PLACE] = { "latitude and longitude, such as 50.63 3.06",
	    "latitude et longitude, comme 50,63 3,06" },
	[W_TYPE_MONTH] = { "a month, such as 11/2026",
	    "un mois, comme 11/2026" },
	[W_TYPE_YEAR] = { "a year, such as 2026", "une année, comme 2026" },
	[W_TYPE_WAY] = { "at least two places, as \"50.63 3.06; 50.64 3.07\"",
	    "au moins deux lieux, comme « 50,63 3,06; 50,64 3,07 »" },
	[W_TYPE_AREA] = { "at least three places, with ; between",
	    "au moins trois lieux, séparés par des points-virgules" },
	[W_TYPE_CODE] = { "type what the code says",
	    "tapez ce que dit le code" },
	[W_TYPE_LINES] = { "\\ at the end of a line goes on in the next",
	    "\\ en fin de ligne continue à la ligne suivante" },
	[W_TYPE_MASKED] = { "what you type is not shown",
	    "ce que vous tapez ne s’affiche pas" },
	[W_HOW_RANGE] = { "a number from %1 to %2", "un nombre de %1 à %2" },
	[W_HOW_RANGE_STEP] = { "a number from %1 to %2, in steps of %3",
	    "un nombre de %1 à %2, par pas de %3" },
	[W_MAY_BOTH] = { "~r refuses to answer, ~n does not know",
	    "~r refuse de répondre, ~n ne sait pas" },
	[W_MAY_REFUSE] = { "~r refuses to answer", "~r refuse de répondre" },
	[W_MAY_NOT_KNOW] = { "~n does not know", "~n ne sait pas" },
	[W_REFUSED_NOW] = { "refuses to answer", "refuse de répondre" },
	[W_UNKNOWN_NOW] = { "does not know", "ne sait pas" },
	[W_NO_NONRESPONSE] = { "the questionnaire does not offer this here; an "
	    "empty line leaves the question open",
	    "le questionnaire ne le propose pas ici ; une ligne vide laisse la "
	    "question ouverte" },
	[W_LEFT_OPEN] = { "an answer is needed here before the end",
	    "une réponse sera nécessaire ici avant la fin" },
	[W_ASK_REMARK] = { "remark: %1", "remarque : %1" },
	[W_REMARK_HOW] = { "a remark: ! and what there is to say; !- takes it "
	    "away", "une remarque : ! puis le texte ; !- l’efface" },
	[W_JUMP_PICK] = { "%1 found: >1 goes to the first",
	    "%1 trouvé(s) : >1 va au premier" },
	[W_SECTION_TOLD] = { "nothing to answer", "rien à répondre" },
	[W_SECTION_OPEN] = { "%1 of %2 answered", "%1 sur %2 renseignées" },
	[W_SECTION_BEGUN] = { "%1 of %2 answered, to be looked at: %3",
	    "%1 sur %2 renseignées, à revoir : %3" },
	[W_SECTION_COMPLETE] = { "%1 of %2 answered, nothing is missing",
	    "%1 sur %2 renseignées, rien ne manque" },
	[W_SECTION_PICK] = { ":s and a number goes there",
	    ":p et un numéro y va" },
	[W_LANGUAGE_PICK] = { ":l and a number changes the language",
	    ":l et un numéro change la langue" },
	[W_REMOVED] = { "removed; :undo brings it back",
	    "retiré ; :annuler le fait revenir" },
	[W_NOTHING_TO_UNDO] = { "there is nothing to bring back",
	    "il n’y a rien à faire revenir" },
	[W_BACK_AGAIN] = { "it is back", "c’est revenu" },
	[W_CAN_UNDO] = { "(:undo brings back what was removed last)",
	    "(:annuler fait revenir ce qui vient d’être retiré)" },
	[W_ADD_HOW] = { "(there are %1; >1 goes to the first, -1 removes it)",
	    "(il y en a %1 ; >1 va au premier, -1 le retire)" },
	[W_KEPT_FLAGGED] = { "type it again, or an empty line to leave it so",
	    "corrigez, ou laissez ainsi par une ligne vide" },
	[W_ADD_FIRST] = { "%1: add one? (y/n)", "%1 : en ajouter ? (o/n)" },
	[W_ADD_ANOTHER] = { "%1: add another? (y/n)",
	    "%1 : en ajouter encore ? (o/n)" },
	[W_INSTANCE] = { "-- %1, %2", "-- %1, %2" },
	[W_YES_OR_NO] = { "answer y or n", "répondez o ou n" },
	[W_AT_START] = { "this is the first question",
	    "c’est la première question" },
	[W_END_CLEAN] = { "all is answered. finalise? (y/n)",
	    "tout est renseigné. finaliser ? (o/n)" },
	[W_END_PROBLEMS] = { "still to be looked at: %1",
	    "reste à revoir : %1" },
	[W_END_OVERRULE] = { "a number to go there; o to finalise all the same "
	    "with a remark; p to close as partial; b when it was broken off; "
	    "q to keep a draft",
	    "un numéro pour y aller ; o pour finaliser malgré tout avec une "
	    "remarque ; p pour clore comme partielle ; i si l’entretien a été "
	    "interrompu ; q pour garder un brouillon" },
	[W_END_HELP] = { "a number to go there; p to close as partial; b when "
	    "it was broken off; q to keep a draft",
	    "un numéro pour y aller ; p pour clore comme partielle ; i si "
	    "l’entretien a été interrompu ; q pour garder un brouillon" },
	[W_END_MORE] = { "y, n, p, b, q, or < for the last question; p and b "
	    "with a remark, if there is one; x lets go of a correction",
	    "o, n, p, i, q, ou < pour la dernière question ; p et i avec une "
	    "remarque s’il y a lieu ; x abandonne une correction" },
	[W_WHY_CHANGED] = { "why is it changed? ",
	    "pourquoi ce changement ? " },
	[W_NOTHING_CHANGED] = { "nothing is different; the response stays as "
	    "it was", "rien n’a changé ; la réponse reste telle quelle" },
	[W_ABANDONED] = { "the correction is let go of; the response stays as "
	    "it was", "la correction est abandonnée ; la réponse reste telle "
	    "quelle" },
	[W_REFERENCE] = { "reference for the respondent: %1",
	    "référence pour la personne : %1" },
	[W_REASON] = { "remark: ", "remarque : " },
	[W_REASON_NEEDED] = { "a remark is needed for that",
	    "il faut pour cela une remarque" },
	[W_FINALISED] = { "response %1 is final",
	    "la réponse %1 est finalisée" },
	[W_CLOSED_PARTIAL] = { "response %1 is closed as partial",
	    "la réponse %1 est close comme partielle" },
	[W_CLOSED_BROKEN] = { "response %1 is closed as broken off",
	    "la réponse %1 est close comme interrompue" },
	[W_SLIP_REFERENCE] = { "Reference of your interview: %1 (%2)",
	    "Référence de votre entretien : %1 (%2)" },
	[W_SLIP_RIGHTS] = { "To see your answers, to have them corrected or "
	    "erased, write to %2 and give the reference %1.",
	    "Pour consulter vos réponses, les faire rectifier ou effacer, "
	    "écrivez à %2 en indiquant la référence %1." },
	[W_SLIP_RIGHTS_NOTICE] = { "To see your answers, to have them corrected "
	    "or erased, turn to those named below and give the reference "
	    "%1.%2",
	    "Pour consulter vos réponses, les faire rectifier ou effacer, "
	    "adressez-vous aux personnes citées plus bas en indiquant la "
	    "référence %1.%2" },
	[W_SLIP_RIGHTS_ASK] = { "To see your answers, to have them corrected or "
	    "erased, turn to those who carry out the survey and give the "
	    "reference %1.%2",
	    "Pour consulter vos réponses, les faire rectifier ou effacer, "
	    "adressez-vous aux responsables de l’enquête en indiquant la "
	    "référence %1.%2" },
	[W_MOVED] = { "now in the newest version of the questionnaire; answers "
	    "that have no place in it, kept beside: %1",
	    "désormais dans la dernière version du questionnaire ; réponses "
	    "qui n’y ont pas de place, conservées à part : %1" },
	[W_MOVED_REASON] = { "new version of the questionnaire",
	    "nouvelle version du questionnaire" },
	[W_NEWER_FORM] = { "a newer version of the questionnaire is here; to "
	    "go on in it: collector ask %1 --move",
	    "une version plus récente du questionnaire est arrivée ; pour "
	    "continuer avec elle : collector ask %1 --move" },
	[W_KEPT_DRAFT] = { "response %1 is kept as a draft; go on with: "
	    "collector ask %2",
	    "la réponse %1 est gardée comme brouillon ; pour continuer : "
	    "collector ask %2" },
	[W_NO_SUCH_FILE] = { "write the path of a file, or an empty line to go "
	    "on (%1)",
	    "écrivez le chemin d’un fichier, ou une ligne vide pour continuer "
	    "(%1)" },
};

const char *
word_text(enum language language, enum word word)
{
	return words[word][language];
}
