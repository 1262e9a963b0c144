/**
 * How many things are read at once: batch loaders that live for one request of one caller, keyset
 * connections with signed cursors, and windows that page the children of many parents in one
 * statement. Nothing here knows GraphQL or SQL; subgraphs bring both.
 */
@NullMarked
package ai.kompl.dataloaders;

import org.jspecify.annotations.NullMarked;
