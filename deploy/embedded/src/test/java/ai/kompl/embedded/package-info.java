/**
 * Tests against the real servers: they start, keep their data, and refuse what they must refuse.
 */
@NullMarked
package ai.kompl.embedded;

import org.jspecify.annotations.NullMarked;
