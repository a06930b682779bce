# Node's packages: exactly those of the committed lock file, installed again only when it changes.

# ensure_npm_packages FOLDER OLDEST_NODE WHAT
ensure_npm_packages() {
  local folder=$root/$1 oldest=$2 what=$3 stamp
  command -v node >/dev/null && command -v npm >/dev/null ||
    fail "Node $oldest or newer with npm is needed for $what (on Debian: apt-get install nodejs npm)."
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge "$oldest" ] ||
    fail "Node $oldest or newer is needed for $what; here is $(node --version)."
  stamp=$folder/node_modules/.installed-from
  cmp -s "$folder/package-lock.json" "$stamp" && return
  quietly "installing $what" npm ci --prefix "$folder" --no-audit --no-fund ||
    fail "npm could not install $what; the lines above say why."
  cp "$folder/package-lock.json" "$stamp"
}
