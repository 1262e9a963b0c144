/**
 * The attack of one tenant on another: generated from the schema, written by hand after a list, and
 * under load. It runs on a product of its own whose every answer, event and log line is searched
 * for texts of the other tenant. Each refusal is paired with a positive control, the same call by
 * the owner, which must return the owner's canary; and leaks are planted in the running product to
 * show that they would be found.
 */
@NullMarked
package ai.kompl.local.verify.isolation;

import org.jspecify.annotations.NullMarked;
