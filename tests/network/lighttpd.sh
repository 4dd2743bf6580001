# What lighttpd is told so that git serves the hubs in a folder. For tests of
# the network and for the bench, which source it.
# shellcheck shell=sh
lighttpd_settings() {	# PORT HUBS HOME [MODULES]: on standard output
	cat <<END
server.bind = "127.0.0.1"
server.port = $1
server.document-root = "$2"
server.modules = ( ${4-} "mod_alias", "mod_cgi", "mod_setenv" )
alias.url = ( "/git" => "$(git --exec-path)/git-http-backend" )
\$HTTP["url"] =~ "^/git" {
	cgi.assign = ( "" => "" )
	setenv.add-environment = (
		"GIT_PROJECT_ROOT" => "$2",
		"GIT_HTTP_EXPORT_ALL" => "1",
		"GIT_CONFIG_NOSYSTEM" => "1", "HOME" => "$3",
		"REMOTE_USER" => "recolte"
	)
}
END
}
