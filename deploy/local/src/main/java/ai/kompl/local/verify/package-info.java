/**
 * Proofs that are too long for the tests: each measures, compares with its bars and ends with one
 * line PASS or FAIL. A proof shows that it works by failing on a planted fault.
 */
@NullMarked
package ai.kompl.local.verify;

import org.jspecify.annotations.NullMarked;
