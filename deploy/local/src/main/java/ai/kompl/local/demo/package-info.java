/**
 * A customer's first quarter of an hour, played against the public endpoint: upload a catalogue,
 * follow its import, link controls, ask across subgraphs.
 */
@NullMarked
package ai.kompl.local.demo;

import org.jspecify.annotations.NullMarked;
