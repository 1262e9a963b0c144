#!/usr/bin/env bash
# npm.sh NAME DIR FOLDER PORT: starts a peer whose packages are in DIR/node_modules, on FOLDER/store.graphql.
set -eu
name=$1 dir=$2 folder=$3 port=$4 here=$(cd "$(dirname "$0")" && pwd)
cd "$dir"
for file in apollo.mjs gateway.config.mjs gateway.rust.config.mjs; do [ -f "$file" ] || cp "$here/$file" .; done
node=node_modules/node/bin/node
[ -x "$node" ] || node=node
export NODE_ENV=production
case $name in
  apollo-gateway) exec "$node" apollo.mjs "$folder/store.graphql" "$port" ;;
  hive-gateway) config=gateway.config.mjs ;;
  hive-gateway-rust) config=gateway.rust.config.mjs ;;
esac
exec "$node" node_modules/@graphql-hive/gateway/dist/bin.js supergraph "$folder/store.graphql" -c "$config" --host 127.0.0.1 --port "$port"
