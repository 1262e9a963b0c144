#!/usr/bin/env bash
# cosmo.sh NAME PROGRAM FOLDER PORT: Cosmo takes no supergraph but a configuration composed by its own tool, so PROGRAM is the
# operator's: it composes the subgraphs whose addresses FOLDER/store.graphql holds, and starts the router on the port.
set -eu
exec "$2" "$3/store.graphql" "$4"
