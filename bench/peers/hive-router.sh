#!/usr/bin/env bash
# hive-router.sh NAME BINARY FOLDER PORT: starts Hive Router on FOLDER/store.graphql.
set -eu
cat >"$3/hive-router.yaml" <<END
log:
  level: error
supergraph:
  source: file
  path: $3/store.graphql
http:
  host: 127.0.0.1
  port: $4
headers:
  all:
    request:
      - propagate:
          named: authorization
END
ROUTER_CONFIG_FILE_PATH="$3/hive-router.yaml" exec "$2"
