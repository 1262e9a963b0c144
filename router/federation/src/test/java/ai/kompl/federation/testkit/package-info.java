/** What tests of the engine are built from: stub subgraphs, hand-made plans, generators. */
@NullMarked
package ai.kompl.federation.testkit;

import org.jspecify.annotations.NullMarked;
