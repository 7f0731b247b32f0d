# shellcheck shell=bash
# Finds a JDK of at least version 25 and exports JAVA_HOME and PATH; sourced by the other scripts and by hand:
#   . scripts/jdk.sh
# An unfit JAVA_HOME is passed over, since many machines set one for other work.

tkex_jdk_version() {
  # "25", "25.0.3", "26-ea": the number up to the first character that is none.
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  if [ -f "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p'
  fi
}

tkex_find_jdk() {
  local home version
  if home=$(command -v javac 2>/dev/null); then
    home=$(readlink -f "$home" 2>/dev/null || printf '%s' "$home")
    home=${home%/bin/javac}
  fi
  for home in "${JAVA_HOME:-}" "$home" /usr/lib/jvm/* /opt/* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$( [ ! -x /usr/libexec/java_home ] || /usr/libexec/java_home -v 25+ 2>/dev/null)"; do
    version=$(tkex_jdk_version "$home") || continue
    if [ "${version:-0}" -ge 25 ]; then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

if JAVA_HOME=$(tkex_find_jdk); then
  export JAVA_HOME
  case ":$PATH:" in *":$JAVA_HOME/bin:"*) ;; *) PATH=$JAVA_HOME/bin:$PATH ;; esac
  export PATH
else
  unset JAVA_HOME
  cat >&2 <<'HELP'
No JDK 25 or newer was found: not in JAVA_HOME, on the PATH, in /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks or by java_home.
How to get one:
  Debian, Ubuntu   apt-get install openjdk-25-jdk   (older releases: temurin-25-jdk, see https://adoptium.net/installation)
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install openjdk@25
  anywhere         sdk install java 25-tem          (https://sdkman.io), or unpack an archive and set JAVA_HOME
HELP
  # Sourced by a person's shell it must not end that shell.
  # shellcheck disable=SC2317
  return 1 2>/dev/null || exit 1
fi
