/**
 * A plain client of the product's endpoint: what the demo and the proofs use, so that they see
 * exactly what a customer sees.
 */
@NullMarked
package ai.kompl.local.client;

import org.jspecify.annotations.NullMarked;
