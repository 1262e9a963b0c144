/** Tests of the demo that need no running platform. */
@NullMarked
package ai.kompl.local.demo;

import org.jspecify.annotations.NullMarked;
