/**
 * The attack of one tenant on another, generated from the schema: every root field and every entity
 * resolver is tried with the other tenant's ids and cursors. Each refusal is paired with a positive
 * control, the same call by the owner, which must return the owner's canary.
 */
@NullMarked
package ai.kompl.local.verify.isolation;

import org.jspecify.annotations.NullMarked;
