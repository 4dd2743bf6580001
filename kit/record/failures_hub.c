/* failures_hub.c - hubs, git, sticks; see failures.h. */
#include "kit/record/failures.h"

#include <stddef.h>

const struct failure_words hub_failures[] = {
	/* access */
	{ "access: %s is too long", "accès : %s est trop long" },
	{ "access: host_key is no SHA-256",
	    "accès : host_key n'est pas un SHA-256" },
	{ "access: a token is one line",
	    "accès : un jeton tient en une ligne" },
	{ "access: %s is no text", "accès : %s n'est pas un texte" },

	/* address */
	{ "the hub's address is too long",
	    "l'adresse du dépôt commun est trop longue" },
	{ "the hub's address holds a password, which everybody would see: "
	    "leave it out and say --token-file FILE",
	    "l'adresse du dépôt commun contient un mot de passe, que tout le "
	    "monde verrait : retirez-le et dites --token-file FICHIER" },
	{ "a blank in the hub's address",
	    "une espace dans l'adresse du dépôt commun" },
	{ "hub %s: no computer is named",
	    "dépôt commun %s : aucun ordinateur n'est nommé" },
	{ "hub: %.*s is not a way to a hub: say a path, https://... or "
	    "ssh://...",
	    "dépôt commun : %s ne mène pas à un dépôt : dites un chemin, "
	    "https://... ou ssh://..." },

	/* bundle */
	{ "torn: it ends in its head", "tronqué : finit dans son en-tête" },
	{ "a line of more than %d bytes in its head",
	    "une ligne de plus de %s octets dans son en-tête" },
	{ "not a git bundle of version 2",
	    "ce n'est pas un paquet git de version 2" },
	{ "not a git bundle", "ce n'est pas un paquet git" },
	{ "torn or altered: a line of its head makes no sense",
	    "tronqué ou altéré : une ligne de son en-tête n'a pas de sens" },
	{ "more than %d lines in its head",
	    "plus de %s lignes dans son en-tête" },
	{ "a bundle without branches", "un paquet sans branche" },
	{ "over %d commits", "plus de %s commits" },
	{ "no branch %s", "pas de branche %s" },
	{ "\"%.64s\" is not a commit", "« %s » n'est pas un commit" },
	{ "%s: %zu branches in one bundle", "%s : %s branches dans un paquet" },
	{ "depot %s", "dépôt local %s" },

	/* bundle_take */
	{ "is a folder, not a bundle", "est un dossier, non un paquet" },
	{ "goes on from commit %.12s, which is not here: bring an earlier "
	    "bundle, or a complete one",
	    "continue le commit %s, qui n'est pas ici : apportez un paquet "
	    "antérieur, ou complet" },
	{ "is of another study", "est d'une autre enquête" },
	{ "cannot be opened", "ne peut pas être ouvert" },
	{ "cannot be read", "illisible" },
	{ "not a branch name that is allowed",
	    "ce nom de branche n'est pas admis" },

	/* depot */
	{ "another program is at work on it",
	    "un autre programme y travaille" },
	{ "not found", "introuvable" },
	{ "not a git repository", "ce n'est pas un dépôt git" },
	{ "hub %s: this account may not read it; ask whoever made it to share "
	    "it",
	    "dépôt commun %s : ce compte n'a pas le droit de le lire ; demandez "
	    "le partage à qui l'a créé" },
	{ "\"%.128s\" is not a branch name",
	    "« %s » n'est pas un nom de branche" },
	{ "%s: never seen on a hub",
	    "%s : n'a jamais été vu sur un dépôt commun" },
	{ "\"%s\" cannot sign a commit",
	    "« %s » ne peut pas signer un commit" },
	{ "the subject is not one line", "l'objet ne tient pas en une ligne" },
	{ "\"%s\" is not a file name", "« %s » n'est pas un nom de fichier" },
	{ "%s: %zu bytes, over %d", "%s : %s octets, plus de %s" },
	{ "%s: twice in one commit", "%s : deux fois dans un commit" },
	{ "\"%s\" is not a commit", "« %s » n'est pas un commit" },
	{ "%zu parents, over %d", "%s parents, plus de %s" },
	{ "%s moved meanwhile", "%s a bougé entre-temps" },

	/* history */
	{ "no folder %.*s in %.12s", "pas de dossier %s dans %s" },
	{ "not in commit %.12s", "n'est pas dans le commit %s" },
	{ "depot %s: %s", "dépôt local %s : %t" },

	/* hub */
	{ "hub %s: something is there already",
	    "dépôt commun %s : quelque chose s'y trouve déjà" },
	{ "hub %s: not found (is the drive or share connected?)",
	    "dépôt commun %s : introuvable (le disque ou le partage est-il "
	    "branché ?)" },
	{ "hub %s: an empty folder (is the drive or share connected?)",
	    "dépôt commun %s : un dossier vide (le disque ou le partage est-il "
	    "branché ?)" },
	{ "the branch has no readable tip",
	    "la branche n'a pas de fin lisible" },
	{ "hub %s", "dépôt commun %s" },

	/* hub_publish */
	{ "hub %s: no room left for %s; make room there and do it again",
	    "dépôt commun %s : il n'y a plus de place pour %s ; faites-y de "
	    "la place et recommencez" },
	{ "hub %s: %s is locked by another program, try again",
	    "dépôt commun %s : %s est verrouillé par un autre programme, "
	    "réessayez" },
	{ "hub %s: cannot be written",
	    "dépôt commun %s : impossible d'y écrire" },
	{ "the branch keeps moving", "la branche ne cesse de bouger" },
	{ "hub %s: a delivery of %s from here was cut short and left a lock; "
	    "try again in %u minute%s, it is lifted then",
	    "dépôt commun %s : un envoi de %s fait d'ici a été coupé et a "
	    "laissé un verrou ; réessayez dans %s minute%s, il sera levé" },
	{ "hub %s: %s is locked by another program; try again: if that one "
	    "has died, its lock is lifted in %u minute%s",
	    "dépôt commun %s : %s est verrouillé par un autre programme ; "
	    "réessayez : si celui-ci est mort, son verrou est levé dans %s "
	    "minute%s" },
	{ "hub %s: %s", "dépôt commun %s : %t" },

	/* intake */
	{ "an object changed on its way", "un objet a changé en route" },
	{ "%.12s has %zu bytes, more than the %zu allowed",
	    "%s a %s octets, plus que les %s permis" },

	/* pack_scan */
	{ "a number that does not end", "un nombre qui ne finit pas" },
	{ "no pack", "ce n'est pas un pack" },
	{ "a pack of version %u", "un pack de version %s" },
	{ "a pack of %u objects, over %d", "un pack de %s objets, plus de %s" },
	{ "object %u has %u bytes, more than the %u allowed",
	    "l'objet %s a %s octets, plus que les %s permis" },
	{ "its objects have more than %u bytes together",
	    "ses objets ont ensemble plus de %s octets" },
	{ "object %u is no commit, tree or file",
	    "l'objet %s n'est ni un commit, ni un arbre, ni un fichier" },
	{ "object %u: its size is no number of bytes",
	    "objet %s : sa taille n'est pas un nombre d'octets" },
	{ "object %u: a delta without measure",
	    "objet %s : une différence sans mesure" },
	{ "object %u: a torn delta", "objet %s : une différence tronquée" },
	{ "object %u has %u bytes, not the %u that it says",
	    "l'objet %s a %s octets, non les %s qu'il annonce" },
	{ "bytes behind its end", "des octets suivent sa fin" },
	{ "torn: it ends where its pack begins",
	    "tronqué : finit où son pack commence" },
	{ "torn: it ends after %u of %u objects",
	    "tronqué : finit après %s objets sur %s" },
	{ "object %u", "objet %s" },

	/* pack_write */
	{ "a pack of more than %d MB", "un pack de plus de %s Mo" },

	/* proxy */
	{ "the environment's proxy is not named as http://COMPUTER:PORT",
	    "le proxy de l'environnement n'est pas donné comme "
	    "http://ORDINATEUR:PORT" },

	/* quarantine */
	{ "%s: not the name of a commit",
	    "%s : ce n'est pas le nom d'un commit" },

	/* reach */
	{ "%s: no token in it", "%s : ne contient pas de jeton" },
	{ "token-file", "token-file" },

	/* repo */
	{ "%s: no reason given", "%t : sans raison donnée" },
	{ "%s: what is there cannot be read; look at the disk or drive and do "
	    "it again", "%t : ce qui s'y trouve ne peut pas être lu ; vérifiez "
	    "le disque ou la clé et recommencez" },
	{ "%s: its lock is there already; do it again",
	    "%t : son verrou s'y trouve déjà ; recommencez" },
	{ "%s is missing", "%s manque" },
	{ "%.12s is a %s where a %s belongs",
	    "%s est un objet git de sorte %s là où il en faut un de sorte "
	    "%s" },
	{ "%s %.12s has %zu bytes, more than the %zu allowed",
	    "%s %s a %s octets, plus que les %s permis" },
	{ "%s %.12s has %zu bytes, too many", "%s %s a %s octets, c'est trop" },
	{ "a commit with %zu parents", "un commit à %s parents" },
	{ "\"%s\" in a tree: %s", "« %s » dans un arbre : %t" },
	{ "a tree of %zu files, over %d",
	    "un arbre de %s fichiers, plus de %s" },
	{ "%s: not a plain branch", "%s : ce n'est pas une branche simple" },
	{ "cannot read the packs", "les packs sont illisibles" },
	{ "cannot write an object", "impossible d'écrire un objet" },
	{ "cannot write a tree", "impossible d'écrire un arbre" },
	{ "cannot write a commit", "impossible d'écrire un commit" },
	{ "cannot list the branches", "impossible de lister les branches" },
	{ "not a name that is allowed", "ce nom n'est pas admis" },
	{ "a folder in a folder", "un dossier dans un dossier" },
	{ "neither a plain file nor a folder",
	    "ni un simple fichier, ni un dossier" },

	/* repo_open */
	{ "libgit2", "libgit2" },
	{ "cannot be made", "ne peut pas être créé" },
	{ "settings", "réglages" },

	/* repo_pack */
	{ "cannot make a pack", "impossible de faire un pack" },
	{ "cannot take a pack", "impossible de prendre un pack" },
	{ "pack", "pack" },

	/* stick */
	{ "%s: no such folder (is the stick there?)",
	    "%s : ce dossier n'existe pas (la clé USB est-elle là ?)" },
	{ "%s: more than %d files", "%s : plus de %s fichiers" },
	{ "%s: not found (is the stick there?)",
	    "%s : introuvable (la clé USB est-elle là ?)" },

	/* trouble, and what the other side said of it */
	{ "cannot be reached: is this computer connected?",
	    "injoignable : cet ordinateur est-il connecté ?" },
	{ "cannot be reached: is this computer connected? (%s)",
	    "injoignable : cet ordinateur est-il connecté ? (%t)" },
	{ "another page answers: open a browser and log in to the Wi-Fi (or "
	    "the hub has moved)",
	    "une autre page répond : ouvrez un navigateur et connectez-vous "
	    "au Wi-Fi (ou le dépôt commun a changé d'adresse)" },
	{ "another page answers: open a browser and log in to the Wi-Fi (or "
	    "the hub has moved) (%s)",
	    "une autre page répond : ouvrez un navigateur et connectez-vous "
	    "au Wi-Fi (ou le dépôt commun a changé d'adresse) (%t)" },
	{ "its certificate or key is not the right one; nothing was sent: try "
	    "another network, and tell the coordinator",
	    "son certificat ou sa clé n'est pas le bon ; rien n'a été envoyé "
	    ": essayez un autre réseau, et prévenez la coordination" },
	{ "its certificate or key is not the right one; nothing was sent: try "
	    "another network, and tell the coordinator (%s)",
	    "son certificat ou sa clé n'est pas le bon ; rien n'a été envoyé "
	    ": essayez un autre réseau, et prévenez la coordination (%t)" },
	{ "its certificate has ended; nothing was sent: whoever runs the hub "
	    "must renew it",
	    "son certificat a expiré ; rien n'a été envoyé : qui tient le "
	    "dépôt commun doit le renouveler" },
	{ "its certificate has ended; nothing was sent: whoever runs the hub "
	    "must renew it (%s)",
	    "son certificat a expiré ; rien n'a été envoyé : qui tient le "
	    "dépôt commun doit le renouveler (%t)" },
	{ "its certificate is not valid at the time that this computer shows: "
	    "set the clock right",
	    "son certificat n'est pas valable à la date que donne cet "
	    "ordinateur : mettez-le à l'heure" },
	{ "its certificate is not valid at the time that this computer shows: "
	    "set the clock right (%s)",
	    "son certificat n'est pas valable à la date que donne cet "
	    "ordinateur : mettez-le à l'heure (%t)" },
	{ "it does not let us in: is the token or the key right?",
	    "il ne nous laisse pas entrer : le jeton ou la clé est-il le bon "
	    "?" },
	{ "it does not let us in: is the token or the key right? (%s)",
	    "il ne nous laisse pas entrer : le jeton ou la clé est-il le bon "
	    "? (%t)" },
	{ "no room is left on it", "il n'a plus de place" },
	{ "no room is left on it (%s)", "il n'a plus de place (%t)" },
	{ "nothing is there: is the address right?",
	    "il n'y a rien là : l'adresse est-elle la bonne ?" },
	{ "nothing is there: is the address right? (%s)",
	    "il n'y a rien là : l'adresse est-elle la bonne ? (%t)" },
	{ "it does not answer any more", "il ne répond plus" },
	{ "it does not answer any more (%s)", "il ne répond plus (%t)" },
	{ "it is out of order", "il est en panne" },
	{ "it is out of order (%s)", "il est en panne (%t)" },
	{ "what it sends is damaged", "ce qu'il envoie est abîmé" },
	{ "what it sends is damaged (%s)", "ce qu'il envoie est abîmé (%t)" },
	{ "this program cannot speak with it: use an address that begins with "
	    "https://, a folder or a stick", "ce programme ne sait pas lui "
	    "parler : prenez une adresse qui commence par https://, un "
	    "dossier ou une clé" },
	{ "this program cannot speak with it: use an address that begins with "
	    "https://, a folder or a stick (%s)", "ce programme ne sait pas "
	    "lui parler : prenez une adresse qui commence par https://, un "
	    "dossier ou une clé (%t)" },
	{ "the proxy of this network does not let us through: are https_proxy "
	    "and http_proxy right? or try another network",
	    "le proxy de ce réseau ne nous laisse pas passer : https_proxy et "
	    "http_proxy sont-ils justes ? ou essayez un autre réseau" },
	{ "the proxy of this network does not let us through: are https_proxy "
	    "and http_proxy right? or try another network (%s)",
	    "le proxy de ce réseau ne nous laisse pas passer : https_proxy et "
	    "http_proxy sont-ils justes ? ou essayez un autre réseau (%t)" },

	/* wire */
	{ "this command is for the program itself",
	    "cette commande est pour le programme lui-même" },
	{ "not a plan for the wire",
	    "ce n'est pas une consigne pour le réseau" },
	{ "far too much of it", "bien trop de données" },
	{ "no computer and port in its address",
	    "son adresse ne donne ni ordinateur, ni port" },
	{ "it shows no key", "il ne montre pas de clé" },
	{ "its key is another than before", "sa clé n'est plus celle d'avant" },
	{ "its certificate is not trusted",
	    "son certificat n'est pas reconnu" },
	{ "the certificate begins later", "le certificat commence plus tard" },
	{ "the certificate has ended, or the clock is ahead",
	    "le certificat a expiré, ou l'horloge avance" },
	{ "it shows none", "il n'en montre aucun" },
	{ "it wants another user", "il veut un autre utilisateur" },
	{ "it does not accept them", "il ne les accepte pas" },
	{ "it wants a key", "il veut une clé" },
	{ "it wants what we do not have", "il veut ce que nous n'avons pas" },
	{ "it wants a token", "il veut un jeton" },
	{ "it wants a token, which is never sent over http: say https://...",
	    "il veut un jeton, qui n'est jamais envoyé par http : dites "
	    "https://..." },

	/* wire_link */
	{ "a long line", "une longue ligne" },
	{ "the network program ended", "le programme du réseau s'est arrêté" },

	/* reach */
	{ "the hub's token, a line (or RECOLTE_TOKEN)",
	    "le jeton du dépôt commun, une ligne (ou RECOLTE_TOKEN)" },
	{ "whose token or key it is, if the hub asks",
	    "à qui est le jeton ou la clé, si le dépôt le demande" },
	{ "an ssh key (ed25519, without passphrase)",
	    "une clé ssh (ed25519, sans phrase de passe)" },
	{ "who signs the hub's certificate, PEM",
	    "qui signe le certificat du dépôt commun, PEM" },
	{ "the ssh server has a new key, rightly",
	    "le serveur ssh a une nouvelle clé, à bon droit" },
	{ NULL, NULL }
};
