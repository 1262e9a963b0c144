/**
 * The contract. Directives that all subgraphs share, the composed supergraph and the public API
 * schema (generated, checked in and compared by a test), and the operations the product itself
 * sends. Everybody may see this module; it sees nobody.
 */
@NullMarked
package ai.kompl.schema;

import org.jspecify.annotations.NullMarked;
