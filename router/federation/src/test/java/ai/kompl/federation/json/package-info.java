/** Tests of the JSON reader and writer. */
@NullMarked
package ai.kompl.federation.json;

import org.jspecify.annotations.NullMarked;
